import { expect } from 'chai';
import {
  behindAfter,
  parseBehind,
  withSettled,
  type BehindRecord,
} from '../../../../../src/plugins/sync/infisical-secret/reload/index.ts';
import { NOTHING_RELOADED } from '../a-comparison.ts';
import { TARGET, aDeployment } from './a-workload.ts';

const { kind, namespace, name, uid } = aDeployment();
const BEHIND: BehindRecord = { workload: { kind, namespace, name, uid }, target: TARGET, hash: 'old' };
const NOTE = { kind, namespace, name, uid, targetKind: 'Secret', targetName: 'db', runsWith: 'old' };
const RECORD = {
  kind: 'Secret',
  namespace: 'shop',
  name: 'db',
  uid: 'uid-of-db',
  creationPolicy: 'Orphan',
  workloadsRunWith: 'old',
} as const;

describe('notes about workloads in the status', () => {
  it('are read back as they were written', () => {
    const notes = behindAfter([], { ...NOTHING_RELOADED, behind: [BEHIND] });
    expect(notes).to.deep.equal([NOTE]);
    expect(parseBehind(notes)).to.deep.equal([BEHIND]);
  });

  it('are left out where they are malformed', () => {
    expect(parseBehind([NOTE, { ...NOTE, uid: 3 }, null, 'x'])).to.deep.equal([BEHIND]);
    expect(parseBehind(undefined)).to.deep.equal([]);
  });

  it('stay when a pass did not get to the workloads, and go when none is behind', () => {
    expect(behindAfter([BEHIND], undefined)).to.deep.equal([NOTE]);
    expect(behindAfter([BEHIND], NOTHING_RELOADED)).to.equal(undefined);
  });

  it('are in one order', () => {
    const other = { ...BEHIND, workload: { ...BEHIND.workload, name: 'api' } };
    const names = [
      [BEHIND, other],
      [other, BEHIND],
    ].map((behind) => behindAfter([], { ...NOTHING_RELOADED, behind })?.map((note) => note.name));
    expect(names).to.deep.equal([
      ['api', 'web'],
      ['api', 'web'],
    ]);
  });

  it('settle a target for its new data', () => {
    const reloaded = { ...NOTHING_RELOADED, settledFor: new Map([['Secret shop/db', 'new']]) };
    expect(withSettled([RECORD], [RECORD], reloaded)).to.deep.equal([{ ...RECORD, workloadsRunWith: 'new' }]);
    expect(withSettled([RECORD], [RECORD], undefined)).to.deep.equal([RECORD]);
  });

  it('settle nothing when more are behind than a status can list', () => {
    const behind = Array.from({ length: 513 }, () => BEHIND);
    const reloaded = { ...NOTHING_RELOADED, behind, settledFor: new Map([['Secret shop/db', 'new']]) };
    expect(withSettled([RECORD], [RECORD], reloaded)).to.deep.equal([RECORD]);
    expect(behindAfter([], reloaded)).to.equal(undefined);
  });
});
