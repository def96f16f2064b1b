import { expect } from 'chai';
import { fault, type Fault, type Infisical } from '../../src/testkit/infisical/index.ts';
import { PROJECT, Scene, conditionOf, eventually, onEachServer, withScene, type KubeObject } from './harness/index.ts';

interface FaultCase {
  readonly title: string;
  readonly fault: Fault;
  readonly reason: string;
}

const FAULTS: readonly FaultCase[] = [
  { title: 'a host that hangs', fault: fault.hang(), reason: 'HostTimeout' },
  { title: 'an answer that comes in drips', fault: fault.drip(1, 1_000), reason: 'HostTimeout' },
  { title: 'a broken connection', fault: fault.reset('request'), reason: 'HostUnreachable' },
  { title: 'a connection that breaks in the answer', fault: fault.reset('body'), reason: 'HostUnreachable' },
  { title: 'an answer that is cut off', fault: fault.truncated(), reason: 'HostUnreachable' },
  { title: 'status 500', fault: fault.status(500), reason: 'HostError' },
  {
    title: 'status 502 with a web page',
    fault: fault.status(502, { body: '<html>bad gateway</html>' }),
    reason: 'HostError',
  },
  { title: 'status 503 with a wait', fault: fault.status(503, { retryAfterSeconds: 2 }), reason: 'HostError' },
  { title: 'status 429', fault: fault.status(429), reason: 'RateLimited' },
  { title: 'status 429 with a wait', fault: fault.status(429, { retryAfterSeconds: 3 }), reason: 'RateLimited' },
  { title: 'a web page with status 200', fault: fault.html(), reason: 'HostAnswerInvalid' },
  { title: 'half of the JSON', fault: fault.malformed(), reason: 'HostAnswerInvalid' },
  { title: 'JSON of another shape', fault: fault.json('{"secrets":{"0":"x"}}'), reason: 'HostAnswerInvalid' },
  { title: 'an empty object', fault: fault.json('{}'), reason: 'HostAnswerInvalid' },
  { title: 'null', fault: fault.json('null'), reason: 'HostAnswerInvalid' },
];

onEachServer('R8 Infisical fails', (server) => {
  let scene: Scene;
  let hosts: Infisical[];
  let original: readonly (KubeObject | undefined)[];
  const calls = (index: number): readonly Date[] => hosts[index]?.calls.list('secrets.list').map(({ at }) => at) ?? [];

  // Struck all at once, because some faults take ten seconds to show. Each case has a host of its own: what is wrong with one is told to
  // all its resources.
  before(async function () {
    scene = await Scene.open(server());
    hosts = await Promise.all(FAULTS.map(() => scene.startTwin()));
    for (const [index, host] of hosts.entries()) {
      host.secret(PROJECT, 'dev', '/', 'KEY', scene.canaries.plant(`value-${index}`));
      await scene.apply({ name: `fault-${index}`, hostAPI: host.url });
    }
    for (const index of FAULTS.keys()) await scene.ready(`fault-${index}`);
    original = await Promise.all([...FAULTS.keys()].map((index) => scene.secret(`fault-${index}`)));
    for (const [index, { fault: planned }] of FAULTS.entries()) {
      // With something new to tell: an answer that says "not modified" has no body to spoil.
      hosts[index]?.secret(PROJECT, 'dev', '/', 'NEW', scene.canaries.plant(`new-${index}`));
      hosts[index]?.calls.reset();
      hosts[index]?.faults.always('secrets.list', planned);
      await scene.forceSync(`fault-${index}`);
    }
  });
  after(() => (scene as Scene | undefined)?.end());

  for (const [index, { title, reason }] of FAULTS.entries()) {
    it(`${title}: ${reason}, retried, and the target stays`, async () => {
      const ready = await scene.failed(`fault-${index}`, reason, { withinMs: 20_000 });
      expect(ready.message).to.match(/\S \S/);
      const resource = await scene.get(`fault-${index}`);
      expect(resource?.status).to.include({ state: 'retrying' });
      expect(conditionOf(resource, 'secrets.infisical.com/LoadedInfisicalToken')?.status).to.equal('True');
      expect(await scene.secret(`fault-${index}`)).to.deep.equal(original[index]);
    });
  }

  for (const title of ['status 500', 'status 502 with a web page', 'a broken connection']) {
    it(`tries again with growing pauses: ${title}`, async () => {
      const index = FAULTS.findIndex((each) => each.title === title);
      await eventually('four tries', () => calls(index).length >= 4 || undefined, { withinMs: 15_000 });
      const pauses = pausesOf(calls(index));
      for (const [attempt, ms] of pauses.slice(0, 3).entries()) {
        expect(ms, `pause ${attempt + 1} of ${pauses.join(', ')}`).to.be.within(
          500 * 2 ** attempt - 50,
          1_250 * 2 ** attempt + 500,
        );
      }
    });
  }

  for (const [title, seconds] of [
    ['status 429 with a wait', 3],
    ['status 503 with a wait', 2],
  ] as const) {
    it(`obeys Retry-After: ${title}`, async () => {
      const index = FAULTS.findIndex((each) => each.title === title);
      await eventually('two tries', () => calls(index).length >= 2 || undefined, { withinMs: 15_000 });
      for (const ms of pausesOf(calls(index))) expect(ms, title).to.be.at.least(seconds * 1_000 - 50);
    });
  }

  it('is well again when Infisical is', async () => {
    for (const host of hosts) {
      host.removeSecret(PROJECT, 'dev', '/', 'NEW');
      host.faults.clear();
    }
    for (const index of FAULTS.keys()) await scene.forceSync(`fault-${index}`);
    for (const index of FAULTS.keys()) await scene.ready(`fault-${index}`, { withinMs: 45_000 });
    const now = await Promise.all([...FAULTS.keys()].map((index) => scene.secret(`fault-${index}`)));
    expect(now).to.deep.equal(original);
  });

  it('gives no secret away', async () => {
    expect(await scene.leaks()).to.deep.equal([]);
  });
});

onEachServer('R8 Infisical is away', (server) => {
  it('refused connections are retried until it is back, without anybody asking', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({ name: 'app', resyncInterval: 5 });
      await scene.ready('app');
      const before = await scene.secret('app');
      await scene.infisical.down();
      await scene.failed('app', 'HostUnreachable', { withinMs: 10_000 });
      expect(await scene.secret('app')).to.deep.equal(before);
      await scene.infisical.up();
      await scene.ready('app', { withinMs: 5_000 });
      expect(await scene.secret('app')).to.deep.equal(before);
    }));

  it('a resource made while Infisical is away has no target, and gets it when it is back', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.infisical.down();
      await scene.apply({ name: 'app' });
      await scene.failed('app', 'HostUnreachable');
      expect(await scene.secret('app')).to.equal(undefined);
      await scene.infisical.up();
      await scene.holds('app', content, { withinMs: 5_000 });
    }));

  it('one dead host delays nobody else', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const dead = await scene.startInfisical({ era: '26' });
      dead.faults.always('*', fault.hang());
      for (let index = 0; index < 40; index += 1) await scene.apply({ name: `dead-${index}`, hostAPI: dead.url });
      await dead.calls.reached('*', 1);
      for (let index = 0; index < 5; index += 1) {
        await scene.apply({ name: `live-${index}` });
        await scene.holds(`live-${index}`, content, { withinMs: 1_000 });
        scene.infisical.secret(PROJECT, 'dev', '/', 'DB_URL', content.DB_URL);
      }
      // Repairs are on time as well.
      await scene.server.api.delete('secrets', scene.namespace, 'live-0');
      await scene.holds('live-0', content, { withinMs: 1_000 });
    }));
});

/** Milliseconds between one call and the next. */
function pausesOf(instants: readonly Date[]): readonly number[] {
  return instants.slice(1).map((instant, index) => instant.getTime() - (instants[index]?.getTime() ?? 0));
}
