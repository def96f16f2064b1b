import { isDeepStrictEqual } from 'node:util';
import { until } from './cluster.ts';
import { PUSHED, PUSHED_TO, TARGET } from './objects.ts';
import type { World } from './world.ts';

/** One step: what a person does, and what must come of it. */
export interface Step {
  readonly title: string;
  /** Rejects when what should come of it does not. `say` shows a line below the title. */
  run(world: World, say: (line: string) => void, signal: AbortSignal): Promise<void>;
}

/** Sets the scene: afterwards the resource is synced. */
export const SETUP: readonly Step[] = [
  {
    title: 'Install the custom resource definitions',
    run: (world, _say, signal) => world.cluster.installDefinitions(signal),
  },
  { title: 'Start the operator', run: (world) => world.startOperator() },
  {
    title: 'Apply a namespace, the credentials and an InfisicalSecret',
    run: async ({ cluster, samples }, say, signal) => {
      for (const object of samples) await cluster.apply(object, signal);
      await becomesReady({ cluster }, say, signal);
      const keys = Object.keys((await cluster.target(signal))?.values ?? {});
      say(`Secret ${TARGET} has the keys ${keys.sort().join(', ')}`);
    },
  },
  {
    title: 'Apply a Secret and an InfisicalPushSecret: Infisical gets it',
    run: async (world, say, signal) => {
      const { cluster } = world;
      for (const object of world.pushedSamples) await cluster.apply(object, signal);
      await until('it is pushed', signal, async () => (await cluster.pushed(signal)).ready?.status === 'True');
      const { ready, state } = await cluster.pushed(signal);
      say(`${state ?? ''}: ${ready?.message ?? ''}`);
      say(`${PUSHED_TO} of Infisical has the keys ${Object.keys(world.stored(PUSHED_TO)).join(', ')}`);
    },
  },
];

/** What happens to a synced resource in its life. */
export const LIFE: readonly Step[] = [
  {
    title: 'Change a secret in Infisical: the Secret follows',
    run: async (world, say, signal) => {
      world.setSecret('API_KEY', 'second-value');
      await until(
        'the Secret has the new value',
        signal,
        async () => (await values(world, signal))['API_KEY'] === 'second-value',
      );
      say('API_KEY has its new value');
    },
  },
  {
    title: 'The Deployment that asked for it is restarted, once',
    run: async ({ cluster }, say, signal) => {
      await until('the Deployment is restarted', signal, async () => (await cluster.workloadGeneration(signal)) > 1);
      await until(
        'the resource says so',
        signal,
        async () => (await cluster.resource(signal)).reload?.status === 'True',
      );
      say((await cluster.resource(signal)).reload?.message ?? '');
      if ((await cluster.workloadGeneration(signal)) !== 2) throw new Error('it was restarted more than once');
    },
  },
  {
    title: 'Edit the Secret by hand: it is repaired',
    run: async (world, say, signal) => {
      const before = await values(world, signal);
      await world.cluster.edit(TARGET, { API_KEY: 'meddled-with', INTRUDER: 'x' }, signal);
      await until('the edit is undone', signal, async () => isDeepStrictEqual(await values(world, signal), before));
      say('API_KEY is back, and the key that was added is gone');
    },
  },
  {
    title: 'Delete the Secret: it comes back',
    run: async (world, say, signal) => {
      const before = await world.cluster.target(signal);
      await world.cluster.deleteTarget(signal);
      await until('the Secret is back', signal, async () => {
        const now = await world.cluster.target(signal);
        return now !== undefined && now.uid !== before?.uid && isDeepStrictEqual(now.values, before?.values);
      });
      say('a new Secret holds the same values');
    },
  },
  {
    title: 'Change the Secret that is pushed: Infisical follows',
    run: async (world, say, signal) => {
      await world.cluster.edit(PUSHED, { DEPLOY_TOKEN: 'second-token' }, signal);
      await until('Infisical has the new value', signal, () =>
        Promise.resolve(world.stored(PUSHED_TO)['DEPLOY_TOKEN'] === 'second-token'),
      );
      say('DEPLOY_TOKEN has its new value in Infisical');
    },
  },
  {
    title: 'Delete the InfisicalPushSecret: what it has made in Infisical goes with it',
    run: async (world, say, signal) => {
      await world.cluster.deletePushed(signal);
      const left = Object.keys(world.stored(PUSHED_TO));
      if (left.length > 0) throw new Error(`${PUSHED_TO} still has ${left.join(', ')}`);
      say(`${PUSHED_TO} is empty`);
    },
  },
  {
    title: 'Take Infisical down: the Secret stays, the resource says why it is not ready',
    run: async (world, say, signal) => {
      const before = await values(world, signal);
      await world.infisicalDown();
      await until(
        'the resource is not ready',
        signal,
        async () => (await world.cluster.resource(signal)).ready?.status === 'False',
      );
      const { ready, state } = await world.cluster.resource(signal);
      say(`${state ?? ''}: ${ready?.reason ?? ''}: ${ready?.message ?? ''}`);
      if (!isDeepStrictEqual(await values(world, signal), before))
        throw new Error('the Secret changed during the outage');
    },
  },
  {
    title: 'Bring Infisical back: synced again',
    run: async (world, say, signal) => {
      await world.infisicalUp();
      await becomesReady(world, say, signal);
    },
  },
];

async function becomesReady(
  { cluster }: Pick<World, 'cluster'>,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await until('the resource is ready', signal, async () => (await cluster.resource(signal)).ready?.status === 'True');
  const { ready, state } = await cluster.resource(signal);
  say(`${state ?? ''}: ${ready?.message ?? ''}`);
}

async function values({ cluster }: World, signal: AbortSignal): Promise<Record<string, string>> {
  return (await cluster.target(signal))?.values ?? {};
}
