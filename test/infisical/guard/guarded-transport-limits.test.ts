import { expect } from 'chai';
import { GuardedTransport } from '../../../src/infisical/guard/index.ts';
import { hostOf } from '../../../src/infisical/host/index.ts';
import type { ApiCall } from '../../../src/infisical/transport/index.ts';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import { noAbort, operatorErrorOf } from '../fixtures/rejection.ts';
import { aCall, failWith, HOST, ScriptedTransport } from '../fixtures/scripted-transport.ts';

describe('GuardedTransport with limits and streams', () => {
  let clock: FakeClock;
  let wire: ScriptedTransport;
  let metrics: RecordingMetrics;
  let guard: GuardedTransport;
  const call = (parts: Partial<ApiCall<string>> = {}, host = HOST) => guard.call(host, aCall(parts), noAbort());

  beforeEach(() => {
    [clock, wire, metrics] = [new FakeClock(), new ScriptedTransport(), new RecordingMetrics()];
    guard = new GuardedTransport(wire, { clock, random: new FixedRandom(1), log: new RecordingLog(), metrics });
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
      await call({ operation: 'listFoldersV1' });
      expect(metrics.value('infisical_calls_put_off_total', { operation: 'findEra', cause: 'budget' })).to.equal(1);
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
    const open = () => guard.stream(HOST, aCall({ operation: 'subscribeProjectEvents' }), noAbort());

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
});
