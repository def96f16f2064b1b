import { expect } from 'chai';
import { retryable, terminal, type OperatorError } from '#kernel';
import type { Comparison, PushResult } from '../../../../src/plugins/push/infisical-push-secret/outcomes.ts';
import { markOf } from '../../../../src/plugins/push/infisical-push-secret/ownership.ts';
import { planPush, type PushStep } from '../../../../src/plugins/push/infisical-push-secret/plan.ts';
import { push } from '../../../../src/plugins/push/infisical-push-secret/push.ts';
import type { Work } from '../../../../src/plugins/push/infisical-push-secret/work.ts';
import { aSession, aStored, fakeFinalizers, FakeFolder } from './a-destination.ts';
import { aComparison, aHeldPlace, aPlace, aWork, IDENTITY } from './a-pass.ts';

const HELD = aHeldPlace(aPlace());
const FAILURE = retryable('HostError', 'the host failed');

interface Scene {
  readonly journal: string[];
  readonly folder: FakeFolder;
  readonly run: (comparison?: Partial<Comparison>, work?: Partial<Work>, isLate?: boolean) => Promise<PushResult>;
}

/** A folder with one key to update, one to delete and one that is made by the push. */
function aScene(): Scene {
  const journal: string[] = [];
  const folder = new FakeFolder('/push', journal);
  folder.secrets = [aStored('OLD', '1'), aStored('GONE', '1'), aStored('SAME', '1')];
  return {
    journal,
    folder,
    run: (comparison = {}, work = {}, isLate = false) =>
      push(
        { finalizers: fakeFinalizers(journal, isLate) },
        aWork({
          record: () => {
            journal.push('record');
            return Promise.resolve();
          },
          ...work,
        }),
        aSession({ '/push': folder }),
        aComparison({ steps: stepsFor(folder), upToDate: false, ...comparison }),
        new AbortController().signal,
      ),
  };
}

function stepsFor({ secrets }: FakeFolder): readonly PushStep[] {
  return planPush({
    wanted: new Map([
      ['NEW', '1'],
      ['OLD', '2'],
      ['SAME', '1'],
    ]),
    unpushable: new Set(),
    stored: secrets,
    policies: { replaces: true, deletes: true },
    isOurs: () => true,
  });
}

const keysOf = ({ managed }: PushResult): readonly string[] => [...managed.values()].sort();

describe('push', () => {
  it('holds the resource back and puts the place on record before it writes, and creates, updates and deletes', async () => {
    const { journal, folder, run } = aScene();
    const places = { current: HELD, former: [], recorded: false };
    const result = await run({ finalizer: 'add', places });
    expect(journal).to.deep.equal([
      'add finalizer',
      'record',
      'create /push NEW',
      'update /push OLD',
      'remove /push GONE',
    ]);
    expect(folder.secrets.map(({ key, value }) => `${key}=${value}`).sort()).to.deep.equal([
      'NEW=1',
      'OLD=2',
      'SAME=1',
    ]);
    expect(result).to.include({ wrote: true, pendingApproval: undefined, error: undefined });
    expect(result.failures).to.deep.equal({});
    expect(keysOf(result)).to.deep.equal(['NEW', 'OLD', 'SAME']);
    expect(folder.secrets.find(({ key }) => key === 'NEW')?.marks).to.deep.equal([markOf(IDENTITY, HELD.scope, 'NEW')]);
  });

  it('writes nothing when the resource is being deleted meanwhile', async () => {
    const { journal, run } = aScene();
    const failure = await rejection(run({ finalizer: 'add' }, {}, true));
    expect(failure).to.include({ disposition: 'retryable', reason: 'KubernetesUnavailable' });
    expect(journal).to.deep.equal(['add finalizer']);
  });

  it('writes nothing when the place cannot be put on record', async () => {
    const { journal, run } = aScene();
    const places = { current: HELD, former: [], recorded: false };
    const failure = await rejection(run({ places }, { record: () => Promise.reject(FAILURE) }));
    expect(failure).to.equal(FAILURE);
    expect(journal).to.deep.equal([]);
  });

  it('makes the folder first where it is missing', async () => {
    const { journal, folder, run } = aScene();
    folder.secrets = [];
    await run({ folderExists: false, steps: stepsFor(folder) });
    expect(journal.slice(0, 2)).to.deep.equal(['createFolder /push', 'create /push NEW,OLD,SAME']);
  });

  it('lets go of the finalizer after the writes where nothing is to be deleted any more', async () => {
    const { journal, run } = aScene();
    await run({ finalizer: 'remove' });
    expect(journal.at(-1)).to.equal('remove finalizer');
  });

  for (const [verb, kind] of [
    ['create', 'create'],
    ['update', 'update'],
    ['remove', 'delete'],
  ] as const) {
    it(`makes the other writes when the ${kind} fails, and tells of it`, async () => {
      const { journal, folder, run } = aScene();
      folder.failures.set(verb, FAILURE);
      const result = await run();
      expect(journal).to.deep.equal(['create /push NEW', 'update /push OLD', 'remove /push GONE']);
      expect(result.failures).to.deep.equal({ [kind]: FAILURE });
      expect(result).to.include({ error: FAILURE, wrote: true });
      const made = verb === 'create' ? [] : ['NEW'];
      const left = verb === 'remove' ? ['GONE'] : [];
      expect(keysOf(result)).to.deep.equal([...left, ...made, 'OLD', 'SAME']);
    });
  }

  it('reports of several failures the one that needs a change', async () => {
    const { folder, run } = aScene();
    const denied = terminal('AccessDenied', 'no');
    folder.failures.set('create', FAILURE).set('remove', denied);
    expect((await run()).error).to.equal(denied);
    expect((await run({ error: terminal('InvalidValues', 'bytes') })).error).to.equal(denied);
  });

  it('reports values that cannot be pushed when all else went well', async () => {
    const unpushable = terminal('InvalidValues', 'bytes');
    expect(await aScene().run({ error: unpushable })).to.include({ error: unpushable, wrote: true });
  });

  it('rejects when the pass is stopped', async () => {
    const { folder } = aScene();
    folder.failures.set('create', FAILURE);
    const stopped = AbortSignal.abort(new Error('stopped'));
    const comparison = aComparison({ steps: stepsFor(folder) });
    const services = { finalizers: fakeFinalizers([]) };
    const failure = await rejection(push(services, aWork(), aSession({ '/push': folder }), comparison, stopped));
    expect(failure).to.have.property('message', 'stopped');
  });

  describe('where writes wait for an approval', () => {
    it('tells of each kind, and remembers what was asked for', async () => {
      const { folder, run } = aScene();
      folder.awaitsApproval = true;
      const result = await run();
      expect(result).to.include({ wrote: false, pendingApproval: 'request-1' });
      expect(Object.keys(result.failures)).to.have.members(['create', 'update', 'delete']);
      expect(result.error).to.include({ disposition: 'terminal', reason: 'ApprovalPending' });
      expect(keysOf(result)).to.deep.equal(['GONE', 'OLD', 'SAME']);
    });

    it('asks for the same only once', async () => {
      const { journal, folder, run } = aScene();
      folder.awaitsApproval = true;
      const result = await run({}, { pendingApproval: 'request-0 request-1' });
      expect(journal).to.deep.equal([]);
      expect(result).to.include({ wrote: false, pendingApproval: 'request-1' });
      expect(Object.keys(result.failures)).to.have.members(['create', 'update', 'delete']);
      expect(keysOf(result)).to.deep.equal(['GONE', 'OLD', 'SAME']);
    });

    it('asks for something else, and on demand', async () => {
      for (const work of [{ pendingApproval: 'request-0' }, { pendingApproval: 'request-1', force: 'now' }]) {
        const { journal, run } = aScene();
        await run({}, work);
        expect(journal).to.have.lengthOf(3);
      }
    });

    it('asks again when a part of it was not even asked for', async () => {
      const { folder, run } = aScene();
      folder.awaitsApproval = true;
      folder.failures.set('update', FAILURE);
      expect((await run()).pendingApproval).to.equal(undefined);
    });
  });
});

async function rejection(promise: Promise<unknown>): Promise<OperatorError | Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('it did not reject');
}
