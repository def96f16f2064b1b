import { expect } from 'chai';
import createClient from 'openapi-fetch';
import { CallFailure, type FailureMeaning } from '../../../src/infisical/failures/index.ts';
import { GuardedTransport } from '../../../src/infisical/guard/index.ts';
import { type Host, hostOf } from '../../../src/infisical/host/index.ts';
import type { ApiAnswer, ApiCall, ApiClient, StreamCall, Transport } from '../../../src/infisical/transport/index.ts';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import { noAbort, operatorErrorOf, rejectionOf } from '../fixtures/rejection.ts';

const HOST = hostOf('https://inf.example.com', undefined);

/** A transport that answers as it is told, by way of the call's own `send`, and counts. */
class ScriptedTransport implements Transport {
  calls = 0;
  closed = false;
  /** Headers of the answer, or what is thrown; by host. */
  behave: (host: Host, call: ApiCall<unknown>, signal: AbortSignal) => unknown = () => ({});

  async call<T>(host: Host, call: ApiCall<T>, signal: AbortSignal): Promise<ApiAnswer<T>> {
    this.calls += 1;
    const headers = (await this.behave(host, call, signal)) as Record<string, string>;
    const client: ApiClient = createClient({ baseUrl: host.base });
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({}, { headers }));
    const { data } = await call.send(client, { fetch, headers: {} });
    return { body: call.parse(data), etag: undefined };
  }

  async stream(host: Host, call: StreamCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    await this.call(host, { ...call, parse: () => undefined }, signal);
    return new ReadableStream<Uint8Array>();
  }

  check(): void {
    // Nothing stands in the way.
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

function aCall(parts: Partial<ApiCall<string>> = {}): ApiCall<string> {
  return {
    operation: 'getStatus',
    kind: 'other',
    what: 'ask for the status',
    caller: 'one',
    send: (client, init) => client.GET('/api/status', { ...init }),
    parse: () => 'Ok',
    ...parts,
  };
}

function failWith(meaning: FailureMeaning, retryAfterMs?: number): () => never {
  return () => {
    const details = retryAfterMs === undefined ? {} : { retryAfterMs };
    throw new CallFailure(meaning, { what: 'ask for the status', host: HOST.base }, 'detail', details);
  };
}

describe('GuardedTransport', () => {
  let clock: FakeClock;
  let wire: ScriptedTransport;
  let metrics: RecordingMetrics;
  let log: RecordingLog;
  let guard: GuardedTransport;
  const call = (parts: Partial<ApiCall<string>> = {}, host = HOST) => guard.call(host, aCall(parts), noAbort());

  beforeEach(() => {
    [clock, wire, metrics, log] = [
      new FakeClock(),
      new ScriptedTransport(),
      new RecordingMetrics(),
      new RecordingLog(),
    ];
    guard = new GuardedTransport(wire, { clock, random: new FixedRandom(1), log, metrics });
  });

  it('passes calls and answers through', async () => {
    expect(await call()).to.deep.equal({ body: 'Ok', etag: undefined });
    expect(metrics.value('infisical_hosts_down')).to.equal(0);
  });

  for (const meaning of ['unreachable', 'tooSlow', 'hostFailed'] as const) {
    it(`${meaning}: one call per step, and all others are told the same, of what they asked`, async () => {
      wire.behave = failWith(meaning);
      const first = await operatorErrorOf(call());
      await clock.advance(first.putOff?.ms ?? 0);
      const second = await operatorErrorOf(call());
      expect(second.putOff).to.deep.equal({ ms: 2_000, spreadMs: 500, quiet: false });
      const others = await Promise.all(
        Array.from({ length: 500 }, (_none, index) =>
          operatorErrorOf(call({ what: `do ${index}`, operation: 'other' })),
        ),
      );
      for (const [index, other] of others.entries()) {
        expect(other).to.deep.include({ reason: first.reason, putOff: { ms: 2_000, spreadMs: 500, quiet: false } });
        expect(other.message).to.equal(first.message.replace('ask for the status', `do ${index}`));
      }
      expect(wire.calls).to.equal(2);
      expect(metrics.value('infisical_calls_put_off_total', { operation: 'other', cause: 'outage' })).to.equal(500);
    });
  }

  it('tells of a host that is down, and of one that is back, once', async () => {
    wire.behave = failWith('unreachable');
    await operatorErrorOf(call());
    expect(metrics.value('infisical_hosts_down')).to.equal(1);
    await clock.advance(1_000);
    await operatorErrorOf(call());
    await clock.advance(2_000);
    wire.behave = () => ({});
    await call();
    await call();
    expect(metrics.value('infisical_hosts_down')).to.equal(0);
    expect(log.lines.map(({ level, message, fields }) => [level, message, fields])).to.deep.equal([
      [
        'warn',
        'an Infisical host is down; it is probed by one call at a time',
        { host: HOST.base, reason: 'HostUnreachable' },
      ],
      ['info', 'an Infisical host is back', { host: HOST.base, downMs: 3_000 }],
    ]);
  });

  const answers: readonly FailureMeaning[] = [
    'routeMissing',
    'tokenRefused',
    'loginRefused',
    'loginUnknown',
    'accessDenied',
    'projectMissing',
    'sourceMissing',
    'requestRefused',
    'serverFailed',
    'answerInvalid',
  ];
  for (const meaning of answers) {
    it(`${meaning} is an answer: it keeps no other call back, and ends an outage`, async () => {
      wire.behave = failWith(meaning);
      expect(await operatorErrorOf(call())).to.include({ meaning, putOff: undefined });
      await operatorErrorOf(call());
      expect(wire.calls).to.equal(2);
      wire.behave = failWith('unreachable');
      const { putOff } = await operatorErrorOf(call());
      await clock.advance(putOff?.ms ?? 0);
      wire.behave = failWith(meaning);
      await operatorErrorOf(call());
      wire.behave = () => ({});
      await call();
    });
  }

  it('learns nothing of a host from a name that leads to a forbidden address, or from a fault before the call', async () => {
    for (const fault of [failWith('forbiddenAddress'), () => Promise.reject(new Error('no such CA'))]) {
      wire.behave = fault;
      await rejectionOf(call());
      wire.behave = () => ({});
      await call();
    }
  });

  it('passes an abort on, and lets another call probe a second later', async () => {
    wire.behave = failWith('unreachable');
    await operatorErrorOf(call());
    await clock.advance(1_000);
    const pass = new AbortController();
    wire.behave = (_host, _call, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('deadline of the pass'));
        });
      });
    const probe = rejectionOf(guard.call(HOST, aCall(), pass.signal));
    expect((await operatorErrorOf(call())).putOff?.ms).to.equal(4_000);
    pass.abort();
    expect(await probe).to.have.property('message', 'deadline of the pass');
    wire.behave = () => ({});
    expect((await operatorErrorOf(call())).putOff?.ms).to.equal(1_000);
    await clock.advance(1_000);
    await call();
  });

  it('keeps hosts apart, and those who trust other certificates', async () => {
    const other = hostOf('https://other.example.com', undefined);
    const otherTrust = hostOf(HOST.base, 'a bundle');
    wire.behave = (host) => (host.id === HOST.id ? failWith('unreachable')() : {});
    await operatorErrorOf(call());
    await call({}, other);
    await call({}, otherTrust);
    await operatorErrorOf(call());
    expect(wire.calls).to.equal(3);
  });

  describe('when calls are scarce', () => {
    const limit = (left: number) => ({
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': '45',
    });

    it('puts off what the host would refuse, quietly, per operation', async () => {
      wire.behave = () => limit(0);
      await call();
      const error = await operatorErrorOf(call());
      expect(error).to.deep.include({ reason: 'RateLimited', putOff: { ms: 45_000, spreadMs: 5_000, quiet: true } });
      await call({ operation: 'other' });
      expect(metrics.value('infisical_calls_put_off_total', { operation: 'getStatus', cause: 'budget' })).to.equal(1);
    });

    it('counts a host once, whatever is trusted', async () => {
      wire.behave = () => limit(0);
      await call();
      await operatorErrorOf(call({}, hostOf(HOST.base, 'a bundle')));
    });

    it('comes back after a refusal when the host says, and puts others off until then', async () => {
      wire.behave = failWith('rateLimited', 58_000);
      expect((await operatorErrorOf(call())).putOff).to.deep.equal({ ms: 58_000, spreadMs: 5_000, quiet: false });
      expect((await operatorErrorOf(call())).putOff).to.deep.equal({ ms: 58_000, spreadMs: 5_000, quiet: true });
      await clock.advance(58_000);
      wire.behave = () => ({});
      await call();
      expect(wire.calls).to.equal(2);
    });
  });

  describe('a stream', () => {
    const open = () => guard.stream(HOST, aCall({ operation: 'subscribe' }), noAbort());

    it('waits while the host is down, and never is the probe', async () => {
      wire.behave = failWith('unreachable');
      await operatorErrorOf(call());
      expect((await operatorErrorOf(open())).putOff?.ms).to.equal(1_000);
      await clock.advance(1_000);
      wire.behave = () => ({});
      expect((await operatorErrorOf(open())).putOff?.ms).to.equal(4_000);
      await call();
      await open();
      expect(wire.calls).to.equal(3);
    });

    it('keeps nobody back when it does not begin', async () => {
      wire.behave = failWith('tooSlow');
      expect(await operatorErrorOf(open())).to.include({ reason: 'HostTimeout', putOff: undefined });
      wire.behave = () => ({});
      await call();
    });

    it('keeps to what the host allows', async () => {
      wire.behave = () => ({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' });
      await open();
      expect(await operatorErrorOf(open())).to.include({ reason: 'RateLimited' });
      expect(wire.calls).to.equal(1);
    });
  });

  it('says without a call what a call would meet', async () => {
    guard.check(HOST, aCall());
    wire.behave = failWith('unreachable');
    await operatorErrorOf(call());
    expect(() => {
      guard.check(HOST, aCall());
    }).to.throw(CallFailure, 'cannot be reached');
    expect(wire.calls).to.equal(1);
  });

  it('closes what it guards', async () => {
    await guard.close();
    expect(wire.closed).to.equal(true);
  });

  it('stays small, however many hosts there are, and forgets those in use last', async () => {
    wire.behave = failWith('unreachable');
    for (let index = 0; index < 3_000; index += 1) {
      await operatorErrorOf(call({}, hostOf(`https://host-${index}.example.com`, undefined)));
    }
    expect(metrics.value('infisical_hosts_down')).to.equal(1_000);
    await operatorErrorOf(call({}, hostOf('https://host-2999.example.com', undefined)));
    expect(wire.calls).to.equal(3_000);
  });
});
