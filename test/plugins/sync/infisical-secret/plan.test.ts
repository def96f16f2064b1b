import { expect } from 'chai';
import fc from 'fast-check';
import { MANAGED_BY, OperatorError, type ObservedTarget } from '#kernel';
import { ADOPT, DATA_HASH, LEGACY_VERSION } from '../../../../src/plugins/sync/infisical-secret/annotations.ts';
import {
  planTarget,
  type TargetQuestion,
  type TargetStep,
} from '../../../../src/plugins/sync/infisical-secret/plan.ts';
import { aDesiredTarget, asApplied, OWNER, OWNER_REFERENCE, OWNER_UID, without } from './a-target.ts';

const ANOTHER = 'InfisicalSecret/shop/another';
const DESIRED = aDesiredTarget({ ownerReferences: [OWNER_REFERENCE] });

function plan(observed: ObservedTarget | undefined, over: Partial<TargetQuestion> = {}): TargetStep {
  return planTarget({
    targetKind: 'Secret',
    field: 'spec.managedSecretReference',
    creationPolicy: 'Owner',
    desired: DESIRED,
    observed,
    ownerUid: OWNER_UID,
    isClaimedByAnother: () => false,
    ...over,
  });
}

/** An object as somebody else made it: nothing of it is ours. */
function aForeignObject(
  annotations: Readonly<Record<string, string>> = {},
  dataKeys: readonly string[] = ['A'],
): ObservedTarget {
  return asApplied(DESIRED, {
    labels: {},
    annotations,
    ownerReferences: [],
    applied: undefined,
    foreignDataKeys: dataKeys,
  });
}

function refusal(observed: ObservedTarget, over: Partial<TargetQuestion> = {}): OperatorError {
  try {
    plan(observed, over);
  } catch (error) {
    if (error instanceof OperatorError) return error;
  }
  return expect.fail('it should have been refused');
}

describe('planTarget', () => {
  it('creates what is not there', () => {
    expect(plan(undefined)).to.deep.equal({
      kind: 'create',
      target: DESIRED,
      targetKind: 'Secret',
      field: 'spec.managedSecretReference',
      creationPolicy: 'Owner',
      heldHash: undefined,
    });
  });

  it('keeps what is as desired, and knows it by its uid', () => {
    expect(plan(asApplied(DESIRED))).to.deep.equal({
      kind: 'keep',
      target: DESIRED,
      targetKind: 'Secret',
      field: 'spec.managedSecretReference',
      creationPolicy: 'Owner',
      heldHash: DESIRED.annotations[DATA_HASH],
      uid: 'uid-of-the-target',
    });
  });

  it('keeps the kind of target through every step', () => {
    const targetKind = 'ConfigMap';
    for (const observed of [undefined, asApplied(DESIRED), asApplied(DESIRED, { foreignDataKeys: ['C'] })])
      expect(plan(observed, { targetKind }).targetKind).to.equal('ConfigMap');
  });

  const updates: readonly { name: string; observed: Partial<ObservedTarget>; removes?: readonly string[] }[] = [
    { name: 'a key added by another, which goes', observed: { foreignDataKeys: ['C'] }, removes: ['C'] },
    {
      name: 'a key edited by another, which is taken back and not removed',
      observed: { applied: { dataKeys: ['B'], labels: [], annotations: [] }, foreignDataKeys: ['A'] },
    },
    {
      name: 'both, of which only the stray one goes',
      observed: { applied: { dataKeys: ['B'], labels: [], annotations: [] }, foreignDataKeys: ['A', 'C', 'D'] },
      removes: ['C', 'D'],
    },
    { name: 'a label removed', observed: { labels: without(DESIRED.labels, 'team') } },
    { name: 'an annotation changed', observed: { annotations: { ...DESIRED.annotations, note: 'x' } } },
    { name: 'the hash stripped', observed: { annotations: without(DESIRED.annotations, DATA_HASH) } },
    { name: 'all annotations stripped, managed-by among them', observed: { annotations: {} } },
    { name: 'the owner gone', observed: { ownerReferences: [] } },
    {
      name: 'our entry of managed fields gone, while managed-by still says that it is ours',
      observed: { applied: undefined, foreignDataKeys: ['A', 'B'] },
    },
  ];
  for (const { name, observed, removes = [] } of updates) {
    it(`updates: ${name}`, () => {
      const before = asApplied(DESIRED, observed);
      expect(plan(before)).to.deep.equal({
        kind: 'update',
        target: DESIRED,
        targetKind: 'Secret',
        field: 'spec.managedSecretReference',
        creationPolicy: 'Owner',
        heldHash: before.annotations[DATA_HASH],
        removeDataKeys: removes,
      });
    });
  }

  const left: readonly { name: string; observed: Partial<ObservedTarget> }[] = [
    { name: 'a label added by another', observed: { labels: { ...DESIRED.labels, extra: 'x' } } },
    { name: 'an annotation added by another', observed: { annotations: { ...DESIRED.annotations, extra: 'x' } } },
    { name: 'a wanted key that another owns besides us', observed: { foreignDataKeys: ['A'] } },
    { name: 'a new resourceVersion', observed: { resourceVersion: '8' } },
  ];
  for (const { name, observed } of left) {
    it(`leaves alone: ${name}`, () => {
      expect(plan(asApplied(DESIRED, observed)).kind).to.equal('keep');
    });
  }

  describe('ownership', () => {
    it('refuses an object that is not ours, names it, and says how to hand it over', () => {
      const error = refusal(aForeignObject());
      expect(error).to.include({ reason: 'TargetNotOwned', disposition: 'terminal' });
      expect(error.message).to.include('Secret shop/db-secrets');
      expect(error.userMessage).to.include(`${ADOPT}: "true"`);
    });

    it('refuses a target that another living resource manages, and names that one', () => {
      const annotations = { ...DESIRED.annotations, [MANAGED_BY]: ANOTHER };
      const error = refusal(asApplied(DESIRED, { annotations }), { isClaimedByAnother: (by) => by === ANOTHER });
      expect(error).to.include({ reason: 'TargetNotOwned', disposition: 'terminal' });
      expect(error.message).to.include(ANOTHER);
    });

    it('refuses it also when it may be adopted: two resources would write it by turns', () => {
      const annotations = { [MANAGED_BY]: ANOTHER, [ADOPT]: 'true' };
      expect(refusal(aForeignObject(annotations), { isClaimedByAnother: () => true }).message).to.include(ANOTHER);
    });

    it('does not ask whether its own name is that of another', () => {
      expect(plan(asApplied(DESIRED), { isClaimedByAnother: () => true }).kind).to.equal('keep');
    });

    it('takes over from a resource that is gone, or wants it no more', () => {
      const annotations = { ...DESIRED.annotations, [MANAGED_BY]: ANOTHER };
      expect(plan(asApplied(DESIRED, { annotations })).kind).to.equal('update');
    });

    it('refuses a copy that names a resource which is gone, but was never written by us', () => {
      expect(refusal(aForeignObject({ [MANAGED_BY]: ANOTHER }))).to.include({ reason: 'TargetNotOwned' });
    });

    const adopted: readonly { name: string; annotations: Readonly<Record<string, string>> }[] = [
      { name: 'its owner allows it', annotations: { [ADOPT]: 'true' } },
      { name: 'the older operator wrote it', annotations: { [LEGACY_VERSION]: '"abc"' } },
      { name: 'the older operator wrote it, with an empty version', annotations: { [LEGACY_VERSION]: '' } },
      { name: 'it says itself that it is ours', annotations: { [MANAGED_BY]: OWNER } },
    ];
    for (const { name, annotations } of adopted) {
      it(`adopts an object when ${name}, and makes its data ours`, () => {
        const step = plan(aForeignObject(annotations, ['A', 'LEFTOVER']));
        expect(step).to.include({ kind: 'update' });
        expect(step).to.have.deep.property('removeDataKeys', ['LEFTOVER']);
      });
    }

    for (const value of ['false', '', 'TRUE', 'yes', '1']) {
      it(`does not take adopt: "${value}" for a yes`, () => {
        expect(refusal(aForeignObject({ [ADOPT]: value })).reason).to.equal('TargetNotOwned');
      });
    }

    it('knows its own by the field manager when our annotation was taken off', () => {
      expect(plan(asApplied(DESIRED, { annotations: {} })).kind).to.equal('update');
    });
  });

  it('comes to rest: what it has written, it keeps', () => {
    const key = fc.stringMatching(/^[-._a-zA-Z0-9]{1,10}$/);
    const texts = fc.dictionary(key, fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(texts, texts, (data, labels) => {
        const desired = aDesiredTarget({ data, labels });
        const observed = asApplied(desired);
        expect(plan(observed, { desired }).kind).to.equal('keep');
      }),
    );
  });

  it('never removes a key that is wanted, and always those that are not', () => {
    const keys = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'));
    fc.assert(
      fc.property(keys, keys, keys, (wanted, ours, theirs) => {
        const desired = aDesiredTarget({ data: Object.fromEntries(wanted.map((name) => [name, 'x'])) });
        const observed = asApplied(desired, {
          applied: { dataKeys: ours, labels: [], annotations: [] },
          foreignDataKeys: theirs,
        });
        const step = plan(observed, { desired });
        const strays = theirs.filter((name) => !wanted.includes(name));
        if (step.kind === 'update') expect(step.removeDataKeys).to.deep.equal(strays);
        else expect(strays).to.deep.equal([]);
      }),
    );
  });
});
