import { expect } from 'chai';
import {
  droppedTargets,
  mergeInventory,
  needsFinalizer,
  parseInventory,
} from '../../../../src/plugins/sync/infisical-secret/inventory.ts';
import type { TargetRecord } from '../../../../src/plugins/sync/infisical-secret/write-result.ts';

function aRecord(name: string, over: Partial<TargetRecord> = {}): TargetRecord {
  return { kind: 'Secret', namespace: 'shop', name, uid: `uid-of-${name}`, creationPolicy: 'Owner', ...over };
}

describe('the inventory of targets', () => {
  it('is read as it was written', () => {
    const records = [aRecord('a'), aRecord('b', { kind: 'ConfigMap', creationPolicy: 'Orphan' })];
    expect(parseInventory(JSON.parse(JSON.stringify(records)) as unknown[])).to.deep.equal(records);
  });

  it('takes a record without a policy for one that stays', () => {
    const { creationPolicy: _unknown, ...old } = aRecord('a');
    expect(parseInventory([old])).to.deep.equal([aRecord('a', { creationPolicy: 'Orphan' })]);
  });

  for (const [what, record] of [
    ['no object', 'Secret shop/a'],
    ['null', null],
    ['no uid', { ...aRecord('a'), uid: '' }],
    ['another kind', { ...aRecord('a'), kind: 'Node' }],
    ['another policy', { ...aRecord('a'), creationPolicy: 'Delete' }],
  ] as const) {
    it(`leaves out what is malformed: ${what}`, () => {
      expect(parseInventory([record, aRecord('b')])).to.deep.equal([aRecord('b')]);
    });
  }

  it('tells what is wanted no more by kind, namespace and name', () => {
    const inventory = [
      aRecord('a'),
      aRecord('a', { kind: 'ConfigMap' }),
      aRecord('a', { namespace: 'other' }),
      aRecord('b'),
    ];
    const wanted = [{ kind: 'Secret', namespace: 'shop', name: 'a' }] as const;
    expect(droppedTargets(inventory, wanted)).to.deep.equal(inventory.slice(1));
    expect(droppedTargets(inventory, inventory)).to.deep.equal([]);
  });

  it('takes over what stands now, forgets what was cleared, and keeps the rest', () => {
    const before = [aRecord('cleared'), aRecord('failed'), aRecord('kept', { uid: 'old' })];
    const now = [aRecord('new'), aRecord('kept')];
    expect(mergeInventory(before, now, [aRecord('cleared')])).to.deep.equal([
      aRecord('failed'),
      aRecord('kept'),
      aRecord('new'),
    ]);
  });

  for (const [namespace, creationPolicy, is] of [
    ['shop', 'Owner', false],
    ['other', 'Owner', true],
    ['other', 'Orphan', false],
  ] as const) {
    it(`asks for a finalizer for ${creationPolicy} in ${namespace}: ${is}`, () => {
      expect(needsFinalizer({ namespace: 'shop' }, { namespace, creationPolicy })).to.equal(is);
    });
  }
});
