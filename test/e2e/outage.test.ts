import { expect } from 'chai';
import { FakeClock, infisicalFault as fault, type Infisical } from '../../src/testkit/index.ts';
import { admitFleet, applyFleet, gaps, untilPasses } from './fleet.ts';
import { PROJECT, conditionOf, onEachServer, seededRandom, withScene } from './harness/index.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const COUNT = 500;
const SOURCES = Array.from({ length: 20 }, (_none, index) => `/source-${index}`);
/** Time limit of one call. */
const CALL_MS = 10 * SECOND_MS;
/** The longest step between two probes. */
const STEP_MS = 30 * SECOND_MS;

/**
 * What is wrong with each of the hosts, the reason by which it is told, how long a call takes to find out, and who shares what it finds: a 500 is about one
 * source.
 */
const OUTAGES = [
  { fault: fault.reset(), reason: 'HostUnreachable', takesMs: 0, shared: 'host' },
  { fault: fault.hang(), reason: 'HostTimeout', takesMs: CALL_MS, shared: 'host' },
  { fault: fault.status(502, { body: '<html>bad gateway</html>' }), reason: 'HostError', takesMs: 0, shared: 'host' },
  { fault: fault.status(500), reason: 'HostError', takesMs: 0, shared: 'source' },
] as const;

onEachServer('R8 an outage of ten minutes', (server) => {
  it('500 resources: targets untouched, one probe per host and step, all verified again a minute after its end', () => {
    const clock = new FakeClock();
    const infisical = { now: () => clock.now(), rateLimits: true } as const;
    return withScene(server(), { operator: false, infisical }, async (scene) => {
      const twins = await Promise.all(OUTAGES.slice(1).map(() => scene.startTwin(infisical)));
      const hosts = [scene.infisical, ...twins];
      for (const host of hosts) {
        for (const source of SOURCES) host.secret(PROJECT, 'dev', source, 'KEY', scene.canaries.plant('value'));
      }
      await admitFleet(scene, hosts);
      const numberOf = (source: string): number => SOURCES.indexOf(source) % OUTAGES.length;
      const hostOf = (source: string): Infisical => hosts[numberOf(source)] ?? scene.infisical;
      await applyFleet(scene, { count: COUNT, sources: SOURCES, intervalSeconds: 60, hostOf });
      const operator = await scene.startStoppedClock({ clock, random: seededRandom(8) });
      await untilPasses(operator, COUNT);
      await operator.run(2 * MINUTE_MS);
      const targets = await scene.server.api.list('secrets', scene.namespace);
      const before = (await scene.seat.calls()).length;

      for (const [index, outage] of OUTAGES.entries()) {
        hosts[index]?.faults.always('*', outage.fault);
        hosts[index]?.calls.reset();
      }
      operator.ignore(hosts[1]?.url ?? '');
      await operator.run(2 * MINUTE_MS);
      for (const { metadata, status } of await scene.server.api.list('infisicalsecrets', scene.namespace)) {
        const source = SOURCES[Number(metadata.name.slice(4)) % SOURCES.length] ?? '';
        const ready = conditionOf({ metadata, status }, 'Ready');
        expect(ready, metadata.name).to.include({ status: 'False', reason: OUTAGES[numberOf(source)]?.reason });
      }
      await operator.run(8 * MINUTE_MS);
      expect(await scene.server.api.list('secrets', scene.namespace)).to.deep.equal(targets);

      for (const [index, { takesMs, reason, shared }] of OUTAGES.entries()) {
        const calls = hosts[index]?.calls.list() ?? [];
        const nameOf = ({ query }: (typeof calls)[number]): string =>
          shared === 'host' ? '' : (query['secretPath'] ?? '');
        for (const source of new Set(calls.map(nameOf))) {
          const group = calls.filter((call) => nameOf(call) === source);
          const times = group.map(({ at }) => at.getTime() - (clock.now() - clock.monotonic()));
          // What went out before the first call had failed is no probe yet.
          const firstFailedMs = (times[0] ?? 0) + takesMs;
          const steps = gaps([firstFailedMs, ...times.filter((time) => time > firstFailedMs)]);
          for (const [step, gapMs] of steps.entries()) {
            const leastMs = Math.min(STEP_MS, SECOND_MS * 2 ** step) / 2 + (step === 0 ? 0 : takesMs);
            expect(gapMs, `${reason} ${source}: probe ${step + 1} of ${steps.join(', ')}`).to.be.at.least(leastMs);
          }
          // It has not given up either: the last ones come every 38 s at the most, plus the time that they take.
          expect(steps.length, `${reason} ${source}`).to.be.at.least(10);
        }
      }
      const written = (await scene.seat.calls()).slice(before).filter(({ subresource }) => subresource === 'status');
      // One for each resource. Who waited for one of the first two calls that hung said so after two seconds: as many as may run at once.
      expect(written.length).to.be.within(COUNT, COUNT + 2 * 16);

      for (const host of hosts) host.faults.clear();
      const endMs = clock.monotonic();
      await operator.run(MINUTE_MS);
      const verified = operator.book.byName(({ state, atMs }) => state === 'synced' && atMs > endMs);
      expect(verified.size).to.equal(COUNT);
      for (const { metadata, status } of await scene.server.api.list('infisicalsecrets', scene.namespace)) {
        expect(conditionOf({ metadata, status }, 'Ready')?.status, metadata.name).to.equal('True');
      }
      expect(hosts.flatMap(({ calls }) => calls.list().filter(({ status }) => status === 429))).to.deep.equal([]);
    });
  }).timeout(300_000);
});
