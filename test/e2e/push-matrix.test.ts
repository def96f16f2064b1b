import { expect } from 'chai';
import type { EventName, SituationName } from '../../scripts/push-situations.ts';
import { PROMISES } from '../plugins/push/infisical-push-secret/promises.ts';
import { eventually, onEachServer, PROJECT, PushScene, Scene } from './harness/index.ts';

const POLICIES = [
  {},
  { updatePolicy: 'Replace' },
  { deletionPolicy: 'Delete' },
  { updatePolicy: 'Replace', deletionPolicy: 'Delete' },
] as const;
const COLUMNS = ['neither', 'Replace', 'Delete', 'both'] as const;
const EVENTS: readonly EventName[] = ['stays', 'moves', 'ends'];

/** The source before: one key for each situation but the two that begin later. */
const FIRST = {
  unchanged: 'v1',
  changedHere: 'v1',
  changedThere: 'v1',
  deletedHere: 'v1',
  deletedThere: 'v1',
  renamedThere: 'v1',
};
/** The source afterwards. */
const LATER = {
  unchanged: 'v1',
  new: 'v1',
  changedHere: 'v2',
  changedThere: 'v1',
  deletedThere: 'v1',
  renamedThere: 'v1',
  foreign: 'v1',
};

/** One resource with one key for each situation, under one pair of policies. */
interface Group {
  readonly name: string;
  readonly event: EventName;
  readonly column: number;
}

const GROUPS: readonly Group[] = EVENTS.flatMap((event) =>
  COLUMNS.map((column, index) => ({ name: `${event}-${column.toLowerCase()}`, event, column: index })),
);

const oldPlace = ({ name }: Group): string => `/${name}`;
const newPlace = ({ name }: Group): string => `/${name}-new`;

/** What the place of a group holds in the end. */
function promised({ event, column }: Group): Record<string, string> {
  const rows = Object.entries(PROMISES[event]).map(([name, row]) => [name, row[column] ?? '-'] as const);
  return Object.fromEntries([...rows, ['renamedByThem', 'v1'] as const].filter(([, value]) => value !== '-'));
}

/** Pushes, has everything happen at once while nobody looks, and lets another operator take over. */
async function live(push: PushScene): Promise<void> {
  const { scene } = push;
  const { infisical } = scene;
  const { api } = scene.server;
  for (const group of GROUPS) {
    infisical.folder(PROJECT, 'dev', oldPlace(group));
    infisical.folder(PROJECT, 'dev', newPlace(group));
    await scene.createSecret(group.name, FIRST);
    const destination = { secretsPath: oldPlace(group) };
    await push.apply({ name: group.name, ...POLICIES[group.column], destination });
  }
  await scene.startOperator();
  for (const { name } of GROUPS) await push.ready(name);
  for (const group of GROUPS) expect(push.stored(oldPlace(group)), group.name).to.deep.equal(FIRST);
  await scene.operator.stop();

  for (const group of GROUPS) {
    const place = oldPlace(group);
    infisical.secret(PROJECT, 'dev', place, 'changedThere', 'v2');
    infisical.removeSecret(PROJECT, 'dev', place, 'deletedThere');
    infisical.renameSecret(PROJECT, 'dev', place, 'renamedThere', 'renamedByThem');
    infisical.secret(PROJECT, 'dev', place, 'foreign', 'theirs');
    await push.change(group.name, { deletedHere: null, ...LATER });
    if (group.event === 'moves') {
      await push.patch(group.name, { spec: { destination: { secretsPath: newPlace(group) } } });
    }
    if (group.event === 'ends') await api.delete('infisicalpushsecrets', scene.namespace, group.name);
  }
  await scene.startOperator();
  for (const group of GROUPS) {
    if (group.event === 'ends') await push.gone(group.name);
    else await settled(push, group);
  }
}

/** The new operator has looked: its pass is acknowledged. */
async function settled(push: PushScene, { name }: Group): Promise<void> {
  await push.passes(name);
  await push.ready(name);
}

onEachServer('the matrix of a push', (server) => {
  for (const era of ['24', '26'] as const) {
    describe(`to a server of 20${era}`, () => {
      let push: PushScene;

      before(async () => {
        push = new PushScene(await Scene.open(server(), { infisical: { era }, operator: false }));
        await live(push);
      });
      after(() => (push as PushScene | undefined)?.scene.end());

      for (const group of GROUPS) {
        it(`${group.event}, ${COLUMNS[group.column] ?? '?'}: each key ends as promised`, () => {
          expect(push.stored(oldPlace(group))).to.deep.equal(promised(group));
          expect(push.stored(newPlace(group))).to.deep.equal(group.event === 'moves' ? LATER : {});
          // No name twice, which a server of 2024 would take.
          expect(push.scene.infisical.keys(PROJECT, 'dev', oldPlace(group))).to.deep.equal(
            Object.keys(promised(group)).sort(),
          );
        });
      }

      it('records of each place what the resource has made there, and nothing else', async () => {
        for (const group of GROUPS.filter(({ event }) => event !== 'ends')) {
          const { status } = (await push.get(group.name)) ?? {};
          const own = Object.values(status?.['managedSecrets'] ?? {}) as string[];
          const { deletedHere, ...kept } = { ...LATER, deletedHere: 'v1' };
          const stays = { ...kept, ...(group.column < 2 ? { deletedHere } : {}) };
          const expected = Object.keys(group.event === 'moves' ? LATER : stays);
          const made = group.event === 'moves' ? expected : expected.filter((key) => key !== 'foreign');
          expect(own.sort(), group.name).to.deep.equal(made.sort());
          expect(status?.['formerDestinations'], group.name).to.equal(undefined);
        }
      });

      it('says which values the policy keeps back', async () => {
        for (const [name, keys] of [
          ['stays-neither', 'changedHere, changedThere, foreign'],
          ['stays-delete', 'changedHere, changedThere, foreign'],
        ] as const) {
          const conditions = (await push.get(name))?.status?.conditions ?? [];
          const condition = conditions.find(({ type }) => type.endsWith('/FailedToReplaceSecrets'));
          expect(condition).to.include({ status: 'True', reason: 'NotReplaced' });
          expect(condition?.message).to.contain(`of ${keys}.`);
        }
      });

      it('has nothing more to write', async () => {
        const writes = push.writes();
        for (const group of GROUPS.filter(({ event }) => event !== 'ends')) await push.passes(group.name);
        expect(push.writes()).to.equal(writes);
        await eventually('nobody is left over', async () => {
          const left = await push.scene.server.api.list('infisicalpushsecrets', push.scene.namespace);
          return left.length === 8 || undefined;
        });
      });
    });
  }

  it('has a row for every situation', () => {
    const situations = new Set<string>([...Object.keys(FIRST), ...Object.keys(LATER)]);
    const names: readonly SituationName[] = Object.keys(PROMISES.stays) as SituationName[];
    expect([...situations]).to.have.members(names);
  });
});
