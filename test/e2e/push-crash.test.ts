import { expect } from 'chai';
import type { Infisical } from '../../src/testkit/infisical/index.ts';
import { PROJECT, PUSHED_TO, PushScene, Scene, conditionOf, eventually, onEachServer } from './harness/index.ts';
import { FINALIZER, finalizersOf } from './harness/with-push.ts';
import { PHASES, momentsOf, type Moment, type Phase } from './push-crash/moments.ts';

const MOVED_TO = '/moved';
const FIRST = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`KEY_${index}`, 'v1']));
/** Ten keys with another value, ten keys less, and five more. */
const LATER = Object.fromEntries([
  ...Array.from({ length: 50 }, (_, index) => [`KEY_${index}`, index < 10 ? 'v2' : 'v1'] as const).filter(
    (_, index) => index < 10 || index >= 20,
  ),
  ...Array.from({ length: 5 }, (_, index) => [`NEW_${index}`, 'v1'] as const),
]);

/** A resource, and where it is struck in each phase. */
interface Struck {
  readonly name: string;
  readonly era: '24' | '26';
  readonly host: Infisical;
  readonly moments: Record<Phase, Moment>;
  /** Writes that Infisical has carried out, by phase and route. */
  readonly carriedOut: Partial<Record<Phase, Readonly<Record<string, number>>>>;
}

const WRITES = ['secrets.batch-create', 'secrets.batch-update', 'secrets.batch-delete'] as const;

/** What the writes of a phase come to when nothing is written twice. */
function onceEach(phase: Phase, { moves }: Moment): Readonly<Record<string, number>> {
  const [create, update, remove] = { new: [1, 0, 0], changed: [1, moves === true ? 0 : 1, 1], deleted: [0, 0, 1] }[
    phase
  ] as [number, number, number];
  return { 'secrets.batch-create': create, 'secrets.batch-update': update, 'secrets.batch-delete': remove };
}

/** Where the resource pushes to after this phase. */
const placeOf = ({ moments }: Struck): string => (moments.changed.moves === true ? MOVED_TO : PUSHED_TO);

/** Does to the resource what the phase is about, while there is no operator. */
async function act(push: PushScene, phase: Phase, { name, host, moments }: Struck): Promise<void> {
  if (phase === 'new') {
    await push.scene.createSecret(name, FIRST);
    await push.apply({ name, hostAPI: host.url, updatePolicy: 'Replace', deletionPolicy: 'Delete' });
  } else if (phase === 'changed') {
    const gone = Object.fromEntries(Object.keys(FIRST).map((key) => [key, null]));
    await push.change(name, { ...gone, ...LATER });
    if (moments.changed.moves === true) await push.patch(name, { spec: { destination: { secretsPath: MOVED_TO } } });
  } else await push.delete(name);
}

/** Kills an operator while each resource is at its moment, and lets another one go on. */
async function live(push: PushScene, phase: Phase, struck: readonly Struck[]): Promise<void> {
  const { scene } = push;
  for (const each of struck) {
    await act(push, phase, each);
    each.host.calls.reset();
  }
  const stops = struck.map(({ moments, name, host }) => moments[phase].stop({ server: scene.server, name, host }));
  const process = await scene.startProcess({ concurrency: '64' });
  await Promise.all(stops.map(({ arrived }) => arrived));
  await process.kill();
  for (const { release } of stops) release();
  for (const { host } of struck) host.faults.clear();

  const operator = await scene.startOperator({ concurrency: '64' });
  for (const each of struck) await ended(push, phase, each);
  await operator.stop();
  for (const each of struck) {
    const counts = WRITES.map((route) => [
      route,
      each.host.calls.list(route).filter(({ status }) => status === 200).length,
    ]);
    each.carriedOut[phase] = Object.fromEntries(counts) as Record<string, number>;
  }
}

async function ended(push: PushScene, phase: Phase, { name }: Struck): Promise<void> {
  const patience = { withinMs: 30_000 };
  if (phase === 'deleted') return push.gone(name, patience);
  const keys = Object.keys(phase === 'new' ? FIRST : LATER).sort();
  await eventually(
    `the record of ${name}`,
    async () => {
      const { status } = (await push.get(name)) ?? {};
      const own = (Object.values(status?.['managedSecrets'] ?? {}) as string[]).sort();
      return (status?.['state'] === 'synced' && JSON.stringify(own) === JSON.stringify(keys)) || undefined;
    },
    patience,
    async () => (await push.get(name))?.status,
  );
  const app = await push.ready(name, patience);
  expect(finalizersOf(app), name).to.deep.equal([FINALIZER]);
  expect(app.status?.['formerDestinations'], name).to.equal(undefined);
  for (const kind of ['Create', 'Update', 'Delete', 'Replace']) {
    expect(conditionOf(app, `secrets.infisical.com/FailedTo${kind}Secrets`)?.status, name).to.equal('False');
  }
  return undefined;
}

onEachServer('a crash of the operator that pushes 50 keys', (server, abilities) => {
  const phases = Object.keys(PHASES) as Phase[];
  const most = Math.max(...phases.map((phase) => momentsOf(phase, abilities).length));
  const names = (['24', '26'] as const).flatMap((era) =>
    Array.from({ length: most }, (_, index) => [era, index] as const),
  );
  const momentAt = (phase: Phase, index: number): Moment => {
    const moments = momentsOf(phase, abilities);
    const moment = moments[index % moments.length];
    if (moment === undefined) throw new Error(`no moment in ${phase}`);
    return moment;
  };
  let push: PushScene;
  let struck: readonly Struck[];
  const stored: Partial<Record<Phase, readonly unknown[]>> = {};

  before(async function () {
    this.timeout(180_000);
    push = new PushScene(await Scene.open(server(), { operator: false }));
    struck = await Promise.all(
      names.map(async ([era, index]): Promise<Struck> => {
        const host = await push.scene.startTwin({ era });
        for (const path of [PUSHED_TO, MOVED_TO]) host.folder(PROJECT, 'dev', path);
        const moments = {
          new: momentAt('new', index),
          changed: momentAt('changed', index),
          deleted: momentAt('deleted', index),
        };
        return { name: `struck-${era}-${index}`, era, host, moments, carriedOut: {} };
      }),
    );
    for (const phase of phases) {
      await live(push, phase, struck);
      stored[phase] = struck.map(({ host }) =>
        [PUSHED_TO, MOVED_TO].map((path) => ({
          content: host.secrets(PROJECT, 'dev', path),
          keys: host.keys(PROJECT, 'dev', path),
        })),
      );
    }
  });
  after(() => (push as PushScene | undefined)?.scene.end());

  for (const [index, [era, moment]] of names.entries()) {
    for (const phase of phases) {
      it(`of 20${era}, ${phase}, in ${momentAt(phase, moment).title}: the same end, no orphan, nothing written twice`, () => {
        const each = struck[index];
        if (each === undefined) throw new Error('no such resource');
        const content = { new: FIRST, changed: LATER, deleted: {} }[phase];
        const holds = (path: string): object => {
          const here = phase === 'new' ? path === PUSHED_TO : path === placeOf(each);
          const expected = here ? content : {};
          return { content: expected, keys: Object.keys(expected).sort() };
        };
        expect(stored[phase]?.[index]).to.deep.equal([PUSHED_TO, MOVED_TO].map(holds));
        expect(each.carriedOut[phase]).to.deep.equal(onceEach(phase, each.moments.changed));
        expect(each.host.crashes).to.deep.equal([]);
      });
    }
  }
});
