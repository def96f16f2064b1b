import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { fault } from '../../src/testkit/infisical/index.ts';
import { CREDENTIALS, eventually, onEachServer, withScene, type KubeObject, type Scene } from './harness/index.ts';

/** A request that the operator waits for while its machine is in one state. */
interface Stop {
  readonly arrived: Promise<unknown>;
  release(): void;
}

interface Moment {
  readonly state: string;
  readonly needsHeldWrites: boolean;
  /** Makes the next operator stop in that state. */
  readonly stop: (scene: Scene) => Stop;
}

const MOMENTS: readonly Moment[] = [
  {
    state: 'authenticating',
    needsHeldWrites: false,
    stop: ({ infisical }) => infisical.faults.hold('auth.login'),
  },
  { state: 'fetching', needsHeldWrites: false, stop: ({ infisical }) => infisical.faults.hold('secrets.list') },
  { state: 'writing', needsHeldWrites: true, stop: (scene) => heldWrites(scene, 'secrets', '') },
  // Past `reloading`: the target is written, and nobody has been told.
  {
    state: 'synced, before its report',
    needsHeldWrites: true,
    stop: (scene) => heldWrites(scene, 'infisicalsecrets', 'status'),
  },
];

/** How long after the answer of Infisical an operator is killed; a pass takes some 20 ms from there. */
const INSTANTS_MS = [0, 2, 5, 10, 20, 50];

onEachServer('a crash of the operator', (server, { holdsWrites }) => {
  for (const { state, stop } of MOMENTS.filter(({ needsHeldWrites }) => holdsWrites || !needsHeldWrites)) {
    it(`in ${state}, over a new resource: the same end, nothing written twice`, () =>
      withScene(server(), { operator: false }, async (scene) => {
        const content = { DB_URL: scene.plant('DB_URL') };
        await scene.apply({ name: 'app' });
        await killAt(scene, stop(scene));
        await scene.startOperator();
        await expectSameEnd(scene, content);
        expect(await writes(scene)).to.deep.equal({ target: 1, status: 1 });
      }));

    it(`in ${state}, over a change: the same end, nothing written twice`, () =>
      withScene(server(), {}, async (scene) => {
        scene.plant('DB_URL');
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        await scene.operator.stop();
        const before = await writes(scene);
        const content = { DB_URL: scene.plant('DB_URL'), API_KEY: scene.plant('API_KEY') };
        await killAt(scene, stop(scene));
        await scene.startOperator();
        await expectSameEnd(scene, content);
        const after = await writes(scene);
        expect(after.target - before.target, 'writes of the target').to.equal(1);
        expect(after.status - before.status, 'writes of the status').to.equal(1);
      }));
  }

  it('at any instant of a pass: the same end, nothing written twice', () =>
    withScene(server(), { operator: false }, async (scene) => {
      await scene.apply({ name: 'app' });
      let content = {};
      for (const instant of INSTANTS_MS) {
        content = { DB_URL: scene.plant('DB_URL') };
        await killAt(scene, scene.infisical.faults.hold('secrets.list'), instant);
      }
      await scene.startOperator();
      await expectSameEnd(scene, content);
      // Each value at most once; how many of them were reached in time is chance.
      expect((await writes(scene)).target).to.be.within(1, INSTANTS_MS.length);
    })).timeout(120_000);

  it('in synced: a restart writes nothing', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.apply({ name: 'app' });
      const process = await scene.startProcess();
      await scene.ready('app');
      const [app, secret] = [await scene.get('app'), await scene.secret('app')];
      await process.kill();
      await scene.startOperator();
      await expectSameEnd(scene, content);
      expect(await writes(scene)).to.deep.equal({ target: 1, status: 1 });
      expect([await scene.get('app'), await scene.secret('app')]).to.deep.equal([app, secret]);
    }));

  it('in retrying: a restart goes on trying, and has no news of it', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const mend = scene.infisical.faults.always('secrets.list', fault.status(500));
      await scene.apply({ name: 'app' });
      const process = await scene.startProcess();
      await scene.failed('app', 'HostError');
      await process.kill();
      const tries = scene.infisical.calls.count('secrets.list');
      await scene.startOperator();
      await scene.infisical.calls.reached('secrets.list', tries + 2);
      expect(await writes(scene)).to.deep.equal({ target: 0, status: 1 });
      mend();
      await expectSameEnd(scene, content);
      expect(await writes(scene)).to.deep.equal({ target: 1, status: 2 });
    }));

  it('in error: a restart finds the same error, and has no news of it', () =>
    withScene(server(), { operator: false }, async (scene) => {
      await scene.apply({ name: 'app', scope: { secretsPath: '/later' } });
      const process = await scene.startProcess();
      await scene.failed('app', 'SourceNotFound');
      await process.kill();
      const tries = scene.infisical.calls.count('secrets.list');
      await scene.startOperator();
      await scene.infisical.calls.reached('secrets.list', tries + 1);
      expect(await writes(scene)).to.deep.equal({ target: 0, status: 1 });
      const content = { DB_URL: scene.plant('DB_URL', '/later') };
      await scene.forceSync('app');
      await scene.holds('app', content);
      await scene.ready('app');
      expect(await writes(scene)).to.deep.equal({ target: 1, status: 2 });
    }));
});

onEachServer('a restart of the API server', (server) => {
  it('under load: all converge', () =>
    withScene(server(), {}, async (scene) => {
      const names = Array.from({ length: 100 }, (_, index) => `app-${index}`);
      scene.plant('DB_URL');
      await Promise.all(names.slice(0, 50).map((name) => scene.apply({ name, resyncInterval: 5 })));
      await eventually('the first targets', async () => (await targets(scene)).length >= 10 || undefined);

      const restarted = scene.server.restart();
      // Whoever applies them meets the outage as well, and tries again.
      await Promise.all(
        names.slice(50).map((name) => patiently(`apply ${name}`, () => scene.apply({ name, resyncInterval: 5 }))),
      );
      await restarted;
      const content = { DB_URL: scene.plant('DB_URL'), API_KEY: scene.plant('API_KEY') };
      await scene.server.api.delete('secrets', scene.namespace, 'app-0');
      await scene.server.api.patch('secrets', scene.namespace, 'app-1', { stringData: { DB_URL: 'by hand' } });

      for (const name of names) await scene.holds(name, content, { withinMs: 30_000 });
      for (const name of names) await scene.ready(name, { withinMs: 30_000 });
      expect(await targets(scene)).to.have.members(names);
    })).timeout(120_000);
});

/** Writes of the target and of the status that the API server carried out, whoever saw the answer. */
async function writes(scene: Scene): Promise<{ readonly target: number; readonly status: number }> {
  const mine = (await scene.seat.calls()).filter(({ verb, name }) => verb === 'patch' && name === 'app');
  return {
    target: mine.filter(({ resource }) => resource === 'secrets').length,
    status: mine.filter(({ subresource }) => subresource === 'status').length,
  };
}

/** Starts an operator, and kills it that long after the stop, or while it waits there. What it asked for takes its course. */
async function killAt(scene: Scene, stop: Stop, afterMs?: number): Promise<void> {
  const process = await scene.startProcess();
  await stop.arrived;
  if (afterMs !== undefined) {
    stop.release();
    await pause(afterMs);
  }
  await process.kill();
  stop.release();
}

/** The end that a resource comes to over which no operator was killed. */
async function expectSameEnd(scene: Scene, content: Readonly<Record<string, string>>): Promise<void> {
  await scene.holds('app', content);
  await scene.apply({ name: 'other' });
  const wanted = JSON.stringify(end(await scene.ready('other')));
  // The report comes after the write.
  await eventually(
    `app to come to ${wanted}`,
    async () => JSON.stringify(end(await scene.get('app'))) === wanted || undefined,
    {},
    async () => end(await scene.get('app')),
  );
  const [target, otherTarget] = [await scene.secret('app'), await scene.secret('other')];
  expect(target?.data).to.deep.equal(otherTarget?.data);
  expect(target?.metadata.labels).to.deep.equal(otherTarget?.metadata.labels);
}

/** What of a status depends on neither its name nor the time. */
function end(resource: KubeObject | undefined): unknown {
  const { metadata, status } = resource ?? {};
  const conditions = status?.conditions.map(({ type, status: value, reason, message }) =>
    [type, value, reason, message.replaceAll(metadata?.name ?? '', '<name>')].join(' '),
  );
  return { state: status?.['state'], secretsCount: status?.['secretsCount'], conditions };
}

/** Names of the Secrets that are there beside the credentials. */
async function targets(scene: Scene): Promise<readonly string[]> {
  const secrets = await scene.server.api.list('secrets', scene.namespace);
  return secrets.map(({ metadata }) => metadata.name).filter((name) => name !== CREDENTIALS);
}

/** Does it again until it succeeds. */
function patiently<T>(what: string, act: () => Promise<T>): Promise<T> {
  return eventually(what, () => act().catch(() => undefined), { withinMs: 30_000 });
}

function heldWrites({ server }: Scene, resource: string, subresource: string): Stop {
  if (server.holdWrites === undefined) throw new Error(`${server.name} cannot hold writes`);
  return server.holdWrites(resource, subresource);
}
