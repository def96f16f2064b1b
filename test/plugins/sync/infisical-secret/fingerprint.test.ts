import { expect } from 'chai';
import fc from 'fast-check';
import type { DesiredTarget, ObservedTarget } from '#kernel';
import { MANAGED_BY } from '#kernel';
import { DATA_HASH } from '../../../../src/plugins/sync/infisical-secret/annotations.ts';
import {
  dataHash,
  fingerprintOfDesired,
  fingerprintOfObserved,
  observedDataHash,
} from '../../../../src/plugins/sync/infisical-secret/fingerprint.ts';
import { aDesiredTarget, asApplied, OWNER_REFERENCE, OWNER_UID, without } from './a-target.ts';

const text = fc.string({ maxLength: 8 });
const record = fc.dictionary(text, text, { noNullPrototype: true });
const anyTarget: fc.Arbitrary<DesiredTarget> = fc
  .record({ data: record, labels: record, annotations: record, isOwned: fc.boolean() })
  .map(({ isOwned, ...rest }) => aDesiredTarget({ ...rest, ownerReferences: isOwned ? [OWNER_REFERENCE] : [] }));

function isSeenAsEqual(desired: DesiredTarget, observed: ObservedTarget): boolean {
  return fingerprintOfDesired(desired, OWNER_UID) === fingerprintOfObserved(observed, OWNER_UID);
}

function reversed<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).reverse());
}

describe('dataHash', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(record, (data) => {
        expect(dataHash(reversed(data), 'Opaque')).to.equal(dataHash(data, 'Opaque'));
      }),
    );
  });

  it('is the same in every release: written down here', () => {
    expect(dataHash({ B: 'Mg==', A: 'MQ==' }, 'Opaque')).to.equal('58848db3a2aaa28178b2889581e72df843b48418');
    expect(dataHash({ A: '1' }, undefined)).to.equal('56ab273f8c3d2f6844479bb2baf95cdf79d640d1');
  });

  const data = { A: '1', B: '2' };
  const others: readonly { name: string; hash: string }[] = [
    { name: 'another value', hash: dataHash({ A: '1', B: '3' }, 'Opaque') },
    { name: 'another key', hash: dataHash({ A: '1', C: '2' }, 'Opaque') },
    { name: 'one key more', hash: dataHash({ ...data, C: '' }, 'Opaque') },
    { name: 'one key less', hash: dataHash({ A: '1' }, 'Opaque') },
    { name: 'exchanged values', hash: dataHash({ A: '2', B: '1' }, 'Opaque') },
    { name: 'another type', hash: dataHash(data, 'kubernetes.io/tls') },
    { name: 'no type', hash: dataHash(data, undefined) },
    { name: 'a boundary moved from key to value', hash: dataHash({ 'A","1': '', B: '2' }, 'Opaque') },
  ];
  for (const { name, hash } of others) {
    it(`tells ${name}`, () => {
      expect(hash).not.to.equal(dataHash(data, 'Opaque'));
    });
  }

  it('is short enough for an annotation and shows nothing of the data', () => {
    expect(dataHash({ PASSWORD: 'hunter2' }, 'Opaque')).to.match(/^[0-9a-f]{40}$/);
  });
});

describe('fingerprints', () => {
  it('are equal for what was wanted and what a server-side apply of it shows', () => {
    fc.assert(
      fc.property(anyTarget, (desired) => {
        expect(isSeenAsEqual(desired, asApplied(desired))).to.equal(true);
      }),
    );
  });

  it('do not depend on the order in which labels, annotations and data came', () => {
    fc.assert(
      fc.property(anyTarget, (desired) => {
        const turned = {
          ...desired,
          labels: reversed(desired.labels),
          annotations: reversed(desired.annotations),
          data: reversed(desired.data),
        };
        expect(isSeenAsEqual(turned, asApplied(desired))).to.equal(true);
      }),
    );
  });

  it('differ for two targets that differ in what metadata shows', () => {
    fc.assert(
      fc.property(anyTarget, anyTarget, (one, other) => {
        const shown = ({ data, labels, annotations, ownerReferences }: DesiredTarget): unknown => [
          Object.keys(data).sort(),
          Object.entries(labels).sort(),
          Object.entries(annotations).sort(),
          ownerReferences.length,
        ];
        const isSame = JSON.stringify(shown(one)) === JSON.stringify(shown(other));
        expect(isSeenAsEqual(one, asApplied(other))).to.equal(isSame);
      }),
    );
  });

  const desired = aDesiredTarget({ ownerReferences: [OWNER_REFERENCE] });
  const applied = { dataKeys: ['A', 'B'], ...listsOf(desired) };
  const stranger = { ...OWNER_REFERENCE, name: 'other', uid: 'uid-of-another', controller: false };
  const differences: readonly { name: string; observed: Partial<ObservedTarget>; equal: boolean }[] = [
    { name: 'nothing', observed: {}, equal: true },
    // What others own is theirs.
    { name: 'a label added by another', observed: { labels: { ...desired.labels, extra: 'x' } }, equal: true },
    {
      name: 'an annotation added by another',
      observed: { annotations: { ...desired.annotations, extra: 'x' } },
      equal: true,
    },
    { name: 'an owner added by another', observed: { ownerReferences: [stranger, OWNER_REFERENCE] }, equal: true },
    { name: 'another resourceVersion', observed: { resourceVersion: '99' }, equal: true },
    { name: 'another uid: made anew, just so', observed: { uid: 'other' }, equal: true },
    { name: 'a key that another manager owns besides us', observed: { foreignDataKeys: ['A'] }, equal: true },
    // Data.
    {
      name: 'a key edited by another manager, who owns it alone now',
      observed: { applied: { ...applied, dataKeys: ['B'] }, foreignDataKeys: ['A'] },
      equal: false,
    },
    { name: 'a key added by another', observed: { foreignDataKeys: ['C'] }, equal: false },
    { name: 'a key removed', observed: { applied: { ...applied, dataKeys: ['A'] } }, equal: false },
    { name: 'all data removed', observed: { applied: { ...applied, dataKeys: [] } }, equal: false },
    {
      name: 'a key of ours that is wanted no more',
      observed: { applied: { ...applied, dataKeys: ['A', 'B', 'OLD'] } },
      equal: false,
    },
    { name: 'never applied by us', observed: { applied: undefined }, equal: false },
    // Labels.
    {
      name: 'a label removed',
      observed: {
        labels: without(desired.labels, 'team'),
        applied: { ...applied, labels: applied.labels.filter((key) => key !== 'team') },
      },
      equal: false,
    },
    {
      name: 'a label changed by another manager, who owns it now',
      observed: {
        labels: { ...desired.labels, team: 'theirs' },
        applied: { ...applied, labels: applied.labels.filter((key) => key !== 'team') },
      },
      equal: false,
    },
    {
      name: 'a label with another value under our name',
      observed: { labels: { ...desired.labels, team: 'theirs' } },
      equal: false,
    },
    {
      name: 'a label of ours that is wanted no more',
      observed: {
        labels: { ...desired.labels, old: 'x' },
        applied: { ...applied, labels: [...applied.labels, 'old'] },
      },
      equal: false,
    },
    // Annotations.
    {
      name: 'an annotation changed',
      observed: { annotations: { ...desired.annotations, note: 'changed' } },
      equal: false,
    },
    {
      name: 'the hash stripped',
      observed: {
        annotations: without(desired.annotations, DATA_HASH),
        applied: { ...applied, annotations: applied.annotations.filter((key) => key !== DATA_HASH) },
      },
      equal: false,
    },
    {
      name: 'the hash stripped, and still listed as ours',
      observed: { annotations: without(desired.annotations, DATA_HASH) },
      equal: false,
    },
    {
      name: 'the hash of other data',
      observed: { annotations: { ...desired.annotations, [DATA_HASH]: dataHash({ A: 'x' }, 'Opaque') } },
      equal: false,
    },
    {
      name: 'another resource in managed-by',
      observed: { annotations: { ...desired.annotations, [MANAGED_BY]: 'InfisicalSecret/shop/other' } },
      equal: false,
    },
    // Owners.
    { name: 'the owner gone', observed: { ownerReferences: [] }, equal: false },
    { name: 'only another owner', observed: { ownerReferences: [stranger] }, equal: false },
  ];
  for (const { name, observed, equal } of differences) {
    it(`${equal ? 'do not see' : 'see'}: ${name}`, () => {
      expect(isSeenAsEqual(desired, asApplied(desired, observed))).to.equal(equal);
    });
  }

  it('see an owner that shall not be there', () => {
    const orphan = aDesiredTarget();
    expect(isSeenAsEqual(orphan, asApplied(orphan, { ownerReferences: [OWNER_REFERENCE] }))).to.equal(false);
  });

  it('see a change of a value by its hash alone', () => {
    const changed = aDesiredTarget({ data: { A: 'Mw==', B: 'Mg==' }, ownerReferences: [OWNER_REFERENCE] });
    expect(isSeenAsEqual(changed, asApplied(desired))).to.equal(false);
  });
});

describe('observedDataHash', () => {
  it('is what the annotation says', () => {
    const desired = aDesiredTarget();
    expect(observedDataHash(asApplied(desired))).to.equal(dataHash(desired.data, desired.type));
    expect(observedDataHash(asApplied(desired, { annotations: {} }))).to.equal(undefined);
  });
});

function listsOf({ labels, annotations }: DesiredTarget): { labels: string[]; annotations: string[] } {
  return { labels: Object.keys(labels).sort(), annotations: Object.keys(annotations).sort() };
}
