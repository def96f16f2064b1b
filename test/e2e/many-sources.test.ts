import { expect } from 'chai';
import { FakeClock, type Infisical } from '../../src/testkit/index.ts';
import { PROJECT, conditionOf, onEachServer, seededRandom, withScene } from './harness/index.ts';
import { FLEET_IDENTITIES, admitFleet, applyFleet, gaps, inBatches, untilPasses } from './fleet.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const INTERVAL_SECONDS = 60;
/** The longest time from one read of a resource to the next: the interval and a tenth. */
const LATEST_MS = 1.1 * INTERVAL_SECONDS * SECOND_MS;
/** Calls a minute that Infisical's free plan has had over the years, the least of each. */
const FREE_PLAN = { secrets: 40, read: 60, write: 200, login: 60 };

const SOURCES = Array.from({ length: 20 }, (_none, index) => `/source-${index}`);
/** How often each source was read. */
function readsBySource(infisical: Infisical): Record<string, number> {
  const reads: Record<string, number> = {};
  for (const { query } of infisical.calls.list('secrets.list')) {
    const path = query['secretPath'] ?? '';
    reads[path] = (reads[path] ?? 0) + 1;
  }
  return reads;
}

function refusals(infisical: Infisical): number {
  return infisical.calls.list().filter(({ status }) => status === 429).length;
}

onEachServer('many sources', (server) => {
  it('R11 600 resources of 20 sources stay within the free plan, also when all are forced at once', () => {
    const clock = new FakeClock();
    const infisical = { now: () => clock.now(), rateLimits: FREE_PLAN };
    return withScene(server(), { operator: false, infisical }, async (scene) => {
      for (const source of SOURCES) scene.plant('KEY', source);
      await admitFleet(scene, [scene.infisical]);
      await applyFleet(scene, {
        count: 600,
        sources: SOURCES,
        intervalSeconds: INTERVAL_SECONDS,
        hostOf: () => scene.infisical,
      });
      const operator = await scene.startStoppedClock({ clock, random: seededRandom(5) });
      await untilPasses(operator, 600);

      await operator.run(5 * MINUTE_MS);
      // At once, and in each of the four intervals that have passed with a tenth more.
      expect(readsBySource(scene.infisical)).to.deep.equal(Object.fromEntries(SOURCES.map((source) => [source, 5])));
      expect(scene.infisical.calls.count('auth.login')).to.equal(FLEET_IDENTITIES.length);
      expect(refusals(scene.infisical)).to.equal(0);
      for (const [name, times] of operator.book.byName()) {
        expect(Math.max(...gaps(times)), name).to.be.at.most(LATEST_MS);
      }

      const forced = { metadata: { annotations: { 'secrets.infisical.com/force-sync': 'now' } } };
      const before = operator.passes();
      await inBatches(600, (index) =>
        scene.server.api.patch('infisicalsecrets', scene.namespace, `app-${index}`, forced),
      );
      await untilPasses(operator, before + 600);
      await operator.run(3 * MINUTE_MS);
      const statuses = (await scene.server.api.list('infisicalsecrets', scene.namespace)).map(({ status }) => status);
      expect(statuses.filter((status) => status?.['lastHandledRefresh'] === 'now')).to.have.length(600);
      expect(refusals(scene.infisical)).to.equal(0);
      expect(operator.book.ended.filter(({ state }) => state !== 'synced' && state !== 'waiting')).to.deep.equal([]);
      expect(scene.infisical.calls.count('auth.login')).to.equal(FLEET_IDENTITIES.length);
    });
  }).timeout(300_000);

  it('R11 more sources than calls: each gets its turn, nothing is refused, and no status tells of it', () => {
    const clock = new FakeClock();
    const infisical = { now: () => clock.now(), rateLimits: FREE_PLAN };
    const sources = Array.from({ length: 80 }, (_none, index) => `/source-${index}`);
    return withScene(server(), { operator: false, infisical }, async (scene) => {
      for (const source of sources) scene.plant('KEY', source);
      await admitFleet(scene, [scene.infisical]);
      await applyFleet(scene, { count: 80, sources, intervalSeconds: INTERVAL_SECONDS, hostOf: () => scene.infisical });
      const operator = await scene.startStoppedClock({ clock, random: seededRandom(6) });
      await untilPasses(operator, 80);
      await operator.run(10 * MINUTE_MS);

      expect(refusals(scene.infisical)).to.equal(0);
      expect(operator.book.ended.filter(({ state }) => state !== 'synced' && state !== 'waiting')).to.deep.equal([]);
      const reads = operator.book.byName(({ state }) => state === 'synced');
      expect(reads.size).to.equal(80);
      // 80 sources at 40 calls a minute: every other minute, and a window more for whoever came just too late.
      for (const [name, times] of reads) expect(Math.max(...gaps(times)), name).to.be.at.most(3.2 * MINUTE_MS);
      const used = scene.infisical.calls.count('secrets.list') / (10 * FREE_PLAN.secrets);
      expect(used, 'share of the allowed calls that was used').to.be.greaterThan(0.8);
    });
  }).timeout(180_000);

  it('a limit that is far too small is told, without a refusal', () => {
    const clock = new FakeClock();
    const infisical = { now: () => clock.now(), rateLimits: { ...FREE_PLAN, secrets: 16 } };
    const sources = Array.from({ length: 120 }, (_none, index) => `/source-${index}`);
    return withScene(server(), { operator: false, infisical }, async (scene) => {
      for (const source of sources) scene.plant('KEY', source);
      await admitFleet(scene, [scene.infisical]);
      await applyFleet(scene, {
        count: 120,
        sources,
        intervalSeconds: INTERVAL_SECONDS,
        hostOf: () => scene.infisical,
      });
      const operator = await scene.startStoppedClock({ clock, random: seededRandom(9) });
      await untilPasses(operator, 120);
      const readiness = async (): Promise<Record<string, number>> => {
        const counts: Record<string, number> = {};
        for (const object of await scene.server.api.list('infisicalsecrets', scene.namespace)) {
          const reason = conditionOf(object, 'Ready')?.reason ?? 'none';
          counts[reason] = (counts[reason] ?? 0) + 1;
        }
        return counts;
      };
      // Who has to wait for longer than two minutes is told at once.
      await operator.run(MINUTE_MS);
      expect(await readiness()).to.have.all.keys('Synced', 'Pending', 'RateLimited');
      await operator.run(4 * MINUTE_MS);
      expect(await readiness()).to.have.all.keys('Synced', 'RateLimited');
      expect(refusals(scene.infisical)).to.equal(0);
      await operator.run(10 * MINUTE_MS);
      const written = await scene.server.api.list('secrets', scene.namespace);
      expect(written.filter(({ metadata }) => metadata.name.startsWith('app-'))).to.have.length(120);
    });
  }).timeout(180_000);

  it('R8 one of three hosts swallows all calls: the resources of the others are on time', () => {
    const clock = new FakeClock();
    const infisical = { now: () => clock.now(), rateLimits: FREE_PLAN };
    return withScene(server(), { operator: false, infisical }, async (scene) => {
      const hosts = [scene.infisical, await scene.startTwin(infisical), await scene.startTwin(infisical)] as const;
      const [, , dead] = hosts;
      for (const host of hosts) {
        for (const source of SOURCES) host.secret(PROJECT, 'dev', source, 'KEY', scene.canaries.plant('value'));
      }
      await admitFleet(scene, hosts);
      const hostOf = (source: string): Infisical => hosts[SOURCES.indexOf(source) % 3] ?? dead;
      await applyFleet(scene, { count: 600, sources: SOURCES, intervalSeconds: INTERVAL_SECONDS, hostOf });
      const operator = await scene.startStoppedClock({ clock, random: seededRandom(7) });
      await untilPasses(operator, 600);
      await operator.run(MINUTE_MS);

      dead.faults.always('*', { kind: 'hang' });
      operator.ignore(dead.url);
      await operator.run(5 * MINUTE_MS);
      const isDead = (name: string): boolean => hostOf(SOURCES[Number(name.slice(4)) % SOURCES.length] ?? '') === dead;
      const alive = [...operator.book.byName()].filter(([name]) => !isDead(name));
      expect(alive).to.have.length(420);
      for (const [name, times] of alive) {
        expect(times.length, name).to.be.at.least(5);
        expect(Math.max(...gaps(times)), name).to.be.at.most(LATEST_MS + SECOND_MS);
      }
      const failed = operator.book.ended.filter(({ state }) => state !== 'synced');
      expect(failed.filter(({ name }) => !isDead(name))).to.deep.equal([]);
      expect(new Set(failed.map(({ name }) => name)).size, 'resources of the dead host that tell').to.equal(180);
    });
  }).timeout(300_000);
});
