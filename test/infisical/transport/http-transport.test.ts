import { expect } from 'chai';
import { z } from 'zod';
import { FakeClock, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import { hostOf } from '../../../src/infisical/host/index.ts';
import { type ApiCall, HttpTransport } from '../../../src/infisical/transport/index.ts';
import { OddServer } from '../fixtures/odd-server.ts';
import { noAbort, operatorErrorOf, rejectionOf } from '../fixtures/rejection.ts';

const Status = z.object({ message: z.string() });

function aCall(parts: Partial<ApiCall<string>> = {}): ApiCall<string> {
  return {
    operation: 'findEra',
    kind: 'other',
    what: 'ask for the status',
    token: 'the-token',
    send: (client, init) => client.GET('/api/status', { ...init }),
    parse: (body) => Status.parse(body).message,
    ...parts,
  };
}

describe('HttpTransport', () => {
  let server: OddServer;
  let clock: FakeClock;
  let metrics: RecordingMetrics;
  let transport: HttpTransport;
  const host = (prefix = '') => hostOf(`http://127.0.0.1:${server.port}${prefix}`, undefined);

  beforeEach(async () => {
    server = await OddServer.start();
    server.json('{"message":"Ok","more":1}');
    clock = new FakeClock();
    metrics = new RecordingMetrics();
    transport = new HttpTransport(clock, metrics, {
      userAgent: 'k8-operator/1.2.3',
      allowLoopback: true,
      callTimeoutMs: 10_000,
      maxAnswerBytes: 1_000,
    });
  });
  afterEach(async () => {
    await transport.close();
    await server.stop();
  });

  it('sends the token and who it is, below the prefix of the host', async () => {
    expect(await transport.call(host('/infisical'), aCall(), noAbort())).to.deep.equal({ body: 'Ok', etag: undefined });
    const [request] = server.requests;
    expect(request?.path).to.equal('/infisical/api/status');
    expect(request?.headers).to.include({ authorization: 'Bearer the-token', 'user-agent': 'k8-operator/1.2.3' });
    expect(clock.timers).to.equal(0);
  });

  it('sends no Authorization without a token', async () => {
    const { token: _token, ...call } = aCall();
    await transport.call(host(), call, noAbort());
    expect(server.requests[0]?.headers).not.to.have.property('authorization');
  });

  it('sends back the ETag in its strong form, and takes 304 for the held answer', async () => {
    server.json('{"message":"Ok"}', { etag: 'W/"abc"' });
    const first = await transport.call(host(), aCall(), noAbort());
    expect(first.etag).to.equal('"abc"');
    server.answer = (response) => response.writeHead(304).end();
    const held = { etag: '"abc"', body: 'held' };
    expect(await transport.call(host(), aCall({ held }), noAbort())).to.equal(held);
    expect(server.requests[1]?.headers).to.have.property('if-none-match', '"abc"');
  });

  const nonsense: readonly (readonly [name: string, arrange: () => void, says: RegExp])[] = [
    [
      'a web page',
      () => (server.answer = (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>')),
      /text\/html, not JSON/,
    ],
    ['no content type', () => (server.answer = (r) => r.writeHead(200).end('{}')), /no content type/],
    [
      'half a JSON text',
      () => {
        server.json('{"message":"s3cret');
      },
      /no valid JSON/,
    ],
    [
      'another shape',
      () => {
        server.json('{"message":{"s3cret":1}}');
      },
      /unexpected: message/,
    ],
    [
      'an array',
      () => {
        server.json('["s3cret"]');
      },
      /unexpected: the whole body/,
    ],
    [
      'no body',
      () => {
        server.json('');
      },
      /unexpected: the whole body/,
    ],
    [
      'too much',
      () => {
        server.json(`{"message":"${'x'.repeat(2_000)}"}`);
      },
      /longer than 1000 bytes/,
    ],
    [
      'bytes that are no UTF-8',
      () => {
        server.json(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
      },
      /no valid UTF-8/,
    ],
    ['304 that nobody asked for', () => (server.answer = (r) => r.writeHead(304).end()), /HTTP 304/],
    [
      'a redirect',
      () => {
        server.json('', { location: 'http://127.0.0.1:1/steal' }, 302);
      },
      /redirect, is not followed/,
    ],
    [
      'a redirect that keeps the method',
      () => {
        server.json('', { location: '/elsewhere' }, 307);
      },
      /redirect, is not followed/,
    ],
    [
      'a status that is none',
      () => {
        server.json('{}', {}, 799);
      },
      /HTTP 799/,
    ],
  ];
  for (const [name, arrange, says] of nonsense) {
    it(`refuses ${name}, for now`, async () => {
      arrange();
      const error = await operatorErrorOf(transport.call(host(), aCall(), noAbort()));
      expect(error).to.include({ reason: 'HostAnswerInvalid', disposition: 'retryable' });
      expect(error.message).to.match(says).and.not.include('s3cret');
      expect(server.requests).to.have.lengthOf(1);
    });
  }

  it('gives up after the timeout, also in the middle of an answer', async () => {
    const arrived = new Promise<void>((resolve) => {
      server.answer = (response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{');
        resolve();
      };
    });
    const call = operatorErrorOf(transport.call(host(), aCall(), noAbort()));
    await arrived;
    await clock.advance(10_000);
    expect(await call).to.have.property('reason', 'HostTimeout');
    expect(metrics.value('infisical_requests_total', { operation: 'findEra', code: 'timeout' })).to.equal(1);
  });

  it('ends with the reason of the caller', async () => {
    const leaver = new AbortController();
    server.answer = () => {
      leaver.abort(new Error('deadline of the pass'));
    };
    expect(await rejectionOf(transport.call(host(), aCall(), leaver.signal))).to.have.property(
      'message',
      'deadline of the pass',
    );
    expect(clock.timers).to.equal(0);
  });

  it('says which host refuses connections', async () => {
    const { port } = server;
    const other = hostOf(`http://127.0.0.1:${port === 1 ? 2 : 1}`, undefined);
    const error = await operatorErrorOf(transport.call(other, aCall(), noAbort()));
    expect(error.reason).to.equal('HostUnreachable');
    expect(error.message).to.include(other.base).and.include('ECONNREFUSED');
  });

  it('refuses a CA bundle without a certificate', async () => {
    const error = await operatorErrorOf(transport.call(hostOf('https://127.0.0.1:1', 'no PEM'), aCall(), noAbort()));
    expect(error.reason).to.equal('CaInvalid');
  });

  it('counts answers by status, and how long they took', async () => {
    await transport.call(host(), aCall(), noAbort());
    server.json('{"message":"down"}', {}, 500);
    await operatorErrorOf(transport.call(host(), aCall(), noAbort()));
    expect(metrics.value('infisical_requests_total', { operation: 'findEra', code: '200' })).to.equal(1);
    expect(metrics.value('infisical_requests_total', { operation: 'findEra', code: '500' })).to.equal(1);
    expect(metrics.value('infisical_request_duration_seconds', { operation: 'findEra' })).to.equal(2);
  });

  it('aborts what is under way on close, and takes nothing afterwards', async () => {
    const call = new Promise<unknown>((resolve) => {
      server.answer = () => void transport.close();
      resolve(rejectionOf(transport.call(host(), aCall(), noAbort())));
    });
    expect(await call).to.have.property('name', 'AbortError');
    expect(await rejectionOf(transport.call(host(), aCall(), noAbort()))).to.have.property('name', 'AbortError');
  });
});
