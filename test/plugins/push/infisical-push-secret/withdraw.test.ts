import { expect } from 'chai';
import { retryable, terminal, type StoredSecret } from '#kernel';
import type { Withdrawal } from '../../../../src/plugins/push/infisical-push-secret/outcomes.ts';
import { markOf } from '../../../../src/plugins/push/infisical-push-secret/ownership.ts';
import type { HeldPlace } from '../../../../src/plugins/push/infisical-push-secret/places.ts';
import type { InfisicalPushSecretSpec } from '../../../../src/plugins/push/infisical-push-secret/spec-parse.ts';
import { withdraw } from '../../../../src/plugins/push/infisical-push-secret/withdraw.ts';
import type { Work } from '../../../../src/plugins/push/infisical-push-secret/work.ts';
import { SESSION } from '../../../builders/a-session.ts';
import { aSession, aStored, fakeFinalizers, FakeFolder } from './a-destination.ts';
import { aComparison, aHeldPlace, aPlace, aWork, IDENTITY } from './a-pass.ts';

const CURRENT = aPlace();
const OLD = aPlace({ path: '/old' });
const OLDER = aPlace({ path: '/older' });

interface Scene {
  readonly journal: string[];
  readonly folders: Record<'/push' | '/old' | '/older', FakeFolder>;
  /** While it lives: places were left. */
  readonly leaves: (former: readonly HeldPlace[], work?: Partial<Work>) => Promise<Withdrawal>;
  /** While it is being deleted. */
  readonly ends: (work?: Partial<Work>, deletes?: boolean) => Promise<Withdrawal>;
}

function marked(key: string, place: HeldPlace | typeof CURRENT, id?: string): StoredSecret {
  return aStored(key, '1', { marks: [markOf(IDENTITY, place.scope, key)], ...(id === undefined ? {} : { id }) });
}

function aScene(): Scene {
  const journal: string[] = [];
  const folders = {
    '/push': new FakeFolder('/push', journal),
    '/old': new FakeFolder('/old', journal),
    '/older': new FakeFolder('/older', journal),
  };
  const services = { finalizers: fakeFinalizers(journal) };
  const { signal } = new AbortController();
  const spec = (deletes: boolean): InfisicalPushSecretSpec =>
    ({ destination: CURRENT.scope, policies: { replaces: false, deletes } }) as InfisicalPushSecretSpec;
  return {
    journal,
    folders,
    leaves: (former, work = {}) => {
      const comparison = aComparison({ places: { current: aHeldPlace(CURRENT), former, recorded: true } });
      return withdraw(services, aWork(work), aSession(folders), comparison, signal);
    },
    ends: (work = {}, deletes = true) =>
      withdraw(
        services,
        aWork({ deleting: true, spec: () => spec(deletes), ...work }),
        aSession(folders),
        undefined,
        signal,
      ),
  };
}

const keysIn = ({ secrets }: FakeFolder): readonly string[] => secrets.map(({ key }) => key);
const WELL = { left: [], wrote: true, pendingApproval: undefined, error: undefined };
const FAILURE = retryable('HostError', 'the host failed');

describe('withdraw, from places that were left', () => {
  it('deletes what is on record or marked, and nothing else', async () => {
    const { journal, folders, leaves } = aScene();
    folders['/old'].secrets = [
      marked('MARKED', OLD),
      aStored('RECORDED', '1', { id: 'id-1' }),
      aStored('RENAMED', '1', { id: 'id-2' }),
      marked('COPIED', CURRENT),
      aStored('THEIRS', '1'),
    ];
    const held = aHeldPlace(OLD, { 'id-1': 'RECORDED', 'id-2': 'ITS_NAME_ONCE' });
    expect(await leaves([held])).to.deep.equal(WELL);
    expect(keysIn(folders['/old'])).to.deep.equal(['RENAMED', 'COPIED', 'THEIRS']);
    expect(journal).to.deep.equal(['list /push', 'list /old', 'remove /old MARKED,RECORDED']);
  });

  it('leaves what stands in the present place, which may be the same under another name', async () => {
    const { folders, leaves } = aScene();
    const secrets = [aStored('KEY', '1', { id: 'id-1' })];
    folders['/push'].secrets = secrets;
    folders['/old'].secrets = [...secrets, aStored('ELSE', '1', { id: 'id-2' })];
    await leaves([aHeldPlace(OLD, { 'id-1': 'KEY', 'id-2': 'ELSE' })]);
    expect(keysIn(folders['/old'])).to.deep.equal(['KEY']);
  });

  it('deletes nothing while nobody knows what stands in the present place', async () => {
    const { journal, folders, leaves } = aScene();
    folders['/push'].failures.set('list', FAILURE);
    folders['/old'].secrets = [marked('KEY', OLD)];
    const failure: unknown = await leaves([aHeldPlace(OLD)]).catch((error: unknown) => error);
    expect(failure).to.equal(FAILURE);
    expect(journal).to.deep.equal(['list /push']);
  });

  it('writes nothing where there is nothing, or not even a folder', async () => {
    const { journal, folders, leaves } = aScene();
    folders['/older'].exists = false;
    expect(await leaves([aHeldPlace(OLD), aHeldPlace(OLDER)])).to.deep.equal({ ...WELL, wrote: false });
    expect(journal).to.deep.equal(['list /push', 'list /old', 'list /older']);
  });

  it('clears the other places when one cannot be cleared, and keeps that one', async () => {
    const { folders, leaves } = aScene();
    folders['/old'].secrets = [marked('KEY', OLD)];
    folders['/older'].secrets = [marked('KEY', OLDER)];
    folders['/old'].failures.set('remove', FAILURE);
    const held = aHeldPlace(OLD);
    expect(await leaves([held, aHeldPlace(OLDER)])).to.deep.equal({ ...WELL, left: [held], error: FAILURE });
    expect(keysIn(folders['/older'])).to.deep.equal([]);
  });

  it('reports of several failures the one that needs a change', async () => {
    const { folders, leaves } = aScene();
    const denied = terminal('AccessDenied', 'no');
    folders['/old'].failures.set('list', FAILURE);
    folders['/older'].failures.set('list', denied);
    expect((await leaves([aHeldPlace(OLD), aHeldPlace(OLDER)])).error).to.equal(denied);
  });

  it('asks for the approval of each place only once', async () => {
    const { journal, folders, leaves } = aScene();
    for (const [path, place] of [
      ['/old', OLD],
      ['/older', OLDER],
    ] as const) {
      folders[path].secrets = [marked('KEY', place)];
      folders[path].awaitsApproval = true;
    }
    const held = [aHeldPlace(OLD), aHeldPlace(OLDER)];
    const first = await leaves(held);
    expect(first).to.deep.include({ left: held, wrote: false });
    expect(first.error).to.include({ reason: 'ApprovalPending' });
    expect(journal.filter((line) => line.startsWith('remove'))).to.have.lengthOf(2);
    const second = await leaves(held, { pendingApproval: first.pendingApproval });
    expect(second.pendingApproval).to.equal(first.pendingApproval);
    expect(second.error).to.include({ reason: 'ApprovalPending' });
    expect(journal.filter((line) => line.startsWith('remove'))).to.have.lengthOf(2);
    await leaves(held, { pendingApproval: first.pendingApproval, force: 'now' });
    expect(journal.filter((line) => line.startsWith('remove'))).to.have.lengthOf(4);
  });
});

describe('withdraw, of a resource that is being deleted', () => {
  it('clears every place on record and that of the spec, and lets go last', async () => {
    const { journal, folders, ends } = aScene();
    folders['/push'].secrets = [marked('KEY', CURRENT)];
    folders['/old'].secrets = [aStored('KEY', '1', { id: 'id-1' })];
    folders['/older'].secrets = [marked('KEY', OLDER)];
    const recorded = { current: OLD, managed: new Map([['id-1', 'KEY']]), former: [aHeldPlace(OLDER)] };
    expect(await ends({ recorded })).to.deep.equal(WELL);
    expect(Object.values(folders).flatMap(keysIn)).to.deep.equal([]);
    expect(journal.at(-1)).to.equal('remove finalizer');
  });

  it('does not let go while anything is left', async () => {
    const { journal, folders, ends } = aScene();
    folders['/push'].secrets = [marked('KEY', CURRENT)];
    folders['/push'].failures.set('remove', FAILURE);
    expect(await ends()).to.include({ error: FAILURE });
    expect(journal).not.to.include('remove finalizer');
    folders['/push'].failures.clear();
    folders['/push'].awaitsApproval = true;
    expect((await ends()).error).to.include({ reason: 'ApprovalPending' });
    expect(journal).not.to.include('remove finalizer');
  });

  it('never asks another host than that of the credentials', async () => {
    const { journal, ends } = aScene();
    const elsewhere = aPlace({ path: '/old' }, 'https://other.example');
    const recorded = { current: elsewhere, managed: new Map([['id-1', 'KEY']]), former: [aHeldPlace(elsewhere)] };
    await ends({ recorded });
    expect(SESSION.host).not.to.equal(elsewhere.host);
    expect(journal).to.deep.equal(['list /push', 'remove finalizer']);
  });

  it('deletes nothing without the policy', async () => {
    const { journal, folders, ends } = aScene();
    folders['/push'].secrets = [marked('KEY', CURRENT)];
    await ends({}, false);
    expect(journal).to.deep.equal(['remove finalizer']);
  });
});
