import { expect } from 'chai';
import { CallFailure, type FailureMeaning } from '../../../src/infisical/failures/index.ts';
import { GuardedTransport } from '../../../src/infisical/guard/index.ts';
import { hostOf } from '../../../src/infisical/host/index.ts';
import type { ApiCall } from '../../../src/infisical/transport/index.ts';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics, settle } from '../../../src/testkit/fakes/index.ts';
import { noAbort, operatorErrorOf, rejectionOf } from '../fixtures/rejection.ts';
import { aCall, failWith, HOST, ScriptedTransport } from '../fixtures/scripted-transport.ts';

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
          operatorErrorOf(call({ what: `do ${index}`, operation: 'listFoldersV1' })),
        ),
      );
      for (const [index, other] of others.entries()) {
        expect(other).to.deep.include({ reason: first.reason, putOff: { ms: 2_000, spreadMs: 500, quiet: false } });
        expect(other.message).to.equal(first.message.replace('ask for the status', `do ${index}`));
      }
      expect(wire.calls).to.equal(2);
      expect(metrics.value('infisical_calls_put_off_total', { operation: 'listFoldersV1', cause: 'outage' })).to.equal(
        500,
      );
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

  it('keeps others from waiting for a call that may be the probe, and tells them nothing yet', async () => {
    wire.behave = failWith('unreachable');
    for (const ms of [1_000, 2_000]) {
      guard.checkJoin(HOST, 'list');
      await operatorErrorOf(call());
      guard.checkJoin(HOST, 'list');
      await clock.advance(ms);
    }
    let answer: (headers: object) => void = () => undefined;
    wire.behave = () => new Promise((resolve) => (answer = resolve));
    const probe = call();
    await settle();
    expect(() => {
      guard.checkJoin(HOST, 'list');
    })
      .to.throw(CallFailure, 'Could not list')
      .with.property('putOff')
      .that.deep.equals({ ms: 4_000, spreadMs: 1_000, quiet: true });
    expect((await operatorErrorOf(call())).putOff?.quiet).to.equal(true);
    answer({});
    await probe;
    guard.checkJoin(HOST, 'list');
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
