import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { FakeClock, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import { hostOf } from '../../../src/infisical/host/index.ts';
import { HttpTransport, type StreamCall } from '../../../src/infisical/transport/index.ts';
import { OddServer } from '../fixtures/odd-server.ts';
import { noAbort, operatorErrorOf, rejectionOf } from '../fixtures/rejection.ts';

const SUBSCRIBE: StreamCall = {
  operation: 'subscribeProjectEvents',
  kind: 'events',
  what: 'subscribe',
  token: 'the-token',
  send: (client, init) =>
    client.POST('/api/v1/events/subscribe/project-events', {
      ...init,
      body: { projectId: 'shop', register: [{ event: 'secret:update' }] },
      parseAs: 'stream',
    }),
};
const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8' };

describe('HttpTransport: streams', () => {
  let server: OddServer;
  let clock: FakeClock;
  let metrics: RecordingMetrics;
  let transport: HttpTransport;

  beforeEach(async () => {
    server = await OddServer.start();
    server.answer = (response) => response.writeHead(200, EVENT_STREAM).end('data: x\n\n');
    clock = new FakeClock();
    metrics = new RecordingMetrics();
    const options = {
      userAgent: 'k8-operator/1.2.3',
      allowLoopback: true,
      callTimeoutMs: 10_000,
      maxAnswerBytes: 1_000,
    };
    transport = new HttpTransport(clock, metrics, options);
  });
  afterEach(async () => {
    await transport.close();
    await server.stop();
  });

  const host = () => hostOf(`http://127.0.0.1:${server.port}`, undefined);
  const open = (signal = noAbort()): Promise<AsyncIterable<Uint8Array>> => transport.stream(host(), SUBSCRIBE, signal);

  async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  it('asks for a plain stream of events, and gives its bytes', async () => {
    expect(await textOf(await open())).to.equal('data: x\n\n');
    expect(server.requests[0]?.headers).to.include({
      accept: 'text/event-stream',
      'accept-encoding': 'identity',
      authorization: 'Bearer the-token',
      'user-agent': 'k8-operator/1.2.3',
    });
    expect(metrics.value('infisical_requests_total', { operation: 'subscribeProjectEvents', code: '200' })).to.equal(1);
    expect(clock.timers).to.equal(0);
  });

  it('gives the first bytes before the last, however long the stream is silent', async () => {
    let written: ServerResponse | undefined;
    server.answer = (response) => {
      written = response;
      response.writeHead(200, EVENT_STREAM).write('1');
    };
    const reader = (await open())[Symbol.asyncIterator]();
    expect(Buffer.from((await reader.next()).value as Uint8Array).toString()).to.equal('1');
    await clock.advance(3_600_000);
    written?.end('2');
    expect(Buffer.from((await reader.next()).value as Uint8Array).toString()).to.equal('2');
    expect((await reader.next()).done).to.equal(true);
  });

  it('takes no connection from the calls, and none of them waits', async () => {
    server.answer = (response) => {
      response.writeHead(200, EVENT_STREAM).flushHeaders();
    };
    const streams = await Promise.all(Array.from({ length: 40 }, () => open()));
    expect(streams).to.have.length(40);
    server.json('{}');
    const call = { ...SUBSCRIBE, parse: () => 'answered' };
    expect((await transport.call(host(), call, noAbort())).body).to.equal('answered');
  });

  const refusals: readonly (readonly [name: string, answer: (response: ServerResponse) => unknown, says: RegExp])[] = [
    ['a web page', (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), /text\/html, no stream/],
    ['a JSON answer', (r) => r.writeHead(200, { 'content-type': 'application/json' }).end('{}'), /json, no stream/],
    ['no content type', (r) => r.writeHead(200).end(), /no content type, no stream/],
    ['a redirect', (r) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), /redirect/],
    [
      'a compressed stream',
      (r) => r.writeHead(200, { ...EVENT_STREAM, 'content-encoding': 'gzip' }).end(gzipSync('data: x\n\n')),
      /compressed/,
    ],
    ['an error without end', (r) => r.writeHead(500).end('x'.repeat(2_000)), /longer than 1000 bytes/],
  ];
  for (const [name, answer, says] of refusals) {
    it(`refuses ${name}`, async () => {
      server.answer = (response) => void answer(response);
      const error = await operatorErrorOf(open());
      expect(error).to.include({ reason: 'HostAnswerInvalid', disposition: 'retryable' });
      expect(error.message).to.match(says);
    });
  }

  it('tells a refusal in the words of the server, without the token', async () => {
    server.json('{"reqId":"r","error":"PermissionDenied","message":"the-token may not"}', {}, 403);
    const error = await operatorErrorOf(open());
    expect(error).to.include({ reason: 'EventsDenied', disposition: 'terminal' });
    expect(error.message).to.include('HTTP 403').and.not.include('the-token');
  });

  it('limits the wait for an answer, and not the answer', async () => {
    server.answer = () => undefined;
    const opening = operatorErrorOf(open());
    while (server.requests.length === 0) await clock.advance(0);
    await clock.advance(10_000);
    expect(await opening).to.have.property('reason', 'HostTimeout');
  });

  it('tells when the connection breaks, before and during the reading', async () => {
    const cut = (response: ServerResponse): void => {
      response.writeHead(200, EVENT_STREAM).write('data: x\n\n', () => response.destroy());
    };
    server.answer = cut;
    expect(await operatorErrorOf(open().then(textOf))).to.have.property('reason', 'HostUnreachable');
    const unread = await open();
    await textOf(await open()).catch(() => undefined);
    expect(await operatorErrorOf(textOf(unread))).to.have.property('reason', 'HostUnreachable');
  });

  it('breaks off the connection when its reader stops, when its signal fires, and when the client is closed', async () => {
    const closed: string[] = [];
    const begin = async (name: string, signal = noAbort()): Promise<AsyncIterator<Uint8Array>> => {
      server.answer = (response) => {
        response.writeHead(200, EVENT_STREAM).write('1');
        response.once('close', () => closed.push(name));
      };
      const reader = (await open(signal))[Symbol.asyncIterator]();
      await reader.next();
      return reader;
    };
    const until = async (count: number): Promise<void> => {
      while (closed.length < count) await clock.advance(0);
    };
    await (await begin('reader')).return?.();
    await until(1);
    const leaving = new AbortController();
    const left = rejectionOf((await begin('signal', leaving.signal)).next());
    leaving.abort(new Error('done'));
    expect(await left).to.have.property('message', 'done');
    await until(2);
    const cut = rejectionOf((await begin('client')).next());
    await transport.close();
    expect(await cut).to.have.property('name', 'AbortError');
    await until(3);
    expect(closed).to.deep.equal(['reader', 'signal', 'client']);
  });
});
