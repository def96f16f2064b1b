import { expect } from 'chai';
import fc from 'fast-check';
import { startKube, type JsonObject, type Kube } from '../../../../src/testkit/kube/index.ts';
import { THING_DEFINITION } from '../conformance/thing-definition.ts';

const word = fc.constantFrom('a', 'b', 'c');
/*
 * No empty collections: emptied by an apply they become null, which the schema refuses; the conformance suite has that case.
 */
const words = fc.dictionary(word, word, { minKeys: 1, maxKeys: 3 });

/** Specs that the definition admits, with granular and atomic parts. */
const spec = fc.record(
  {
    size: fc.integer({ min: 1, max: 100 }),
    tags: words,
    whole: words,
    plain: fc.array(word, { minLength: 1, maxLength: 3 }),
    finalizers: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    pairs: fc.uniqueArray(fc.record({ key: word, value: word }, { requiredKeys: ['key'] }), {
      selector: ({ key }) => key,
      minLength: 1,
      maxLength: 3,
    }),
    nested: fc.record({ a: word, b: fc.record({ c: word }) }, { requiredKeys: ['a'] }),
    open: fc.dictionary(word, fc.oneof(word, words), { minKeys: 1, maxKeys: 2 }),
  },
  { requiredKeys: ['size'] },
);

const thing = (name: string, body: JsonObject): JsonObject => ({
  apiVersion: 'conformance.example.com/v1',
  kind: 'Thing',
  metadata: { name, namespace: 'default' },
  spec: body,
});

describe('server-side apply', () => {
  let kube: Kube;
  let counter = 0;

  before(async () => {
    kube = await startKube({ crds: [THING_DEFINITION] });
  });

  after(() => kube.stop());

  const fresh = (): string => `t${(counter += 1)}`;

  it('is idempotent: the second apply writes nothing', () => {
    fc.assert(
      fc.property(spec, (body) => {
        const name = fresh();
        const first = kube.apply(thing(name, body), { manager: 'one' });
        const second = kube.apply(thing(name, body), { manager: 'one' });
        expect(second).to.deep.equal(first);
      }),
    );
  });

  it('gives back what it took: applied and retracted, another manager finds its object as it was', () => {
    fc.assert(
      fc.property(spec, spec, (theirs, ours) => {
        const name = fresh();
        const before = kube.apply(thing(name, theirs), { manager: 'theirs' });
        // Only fields that they do not have: what is taken by force cannot be given back.
        const added = Object.fromEntries(Object.entries(ours).filter(([key]) => !(key in theirs)));
        kube.apply(thing(name, added), { manager: 'ours' });
        const after = kube.apply(thing(name, {}), { manager: 'ours' });
        expect(after['spec']).to.deep.equal(before['spec']);
      }),
    );
  });

  it('ends in the last configuration when there is one manager', () => {
    fc.assert(
      fc.property(spec, spec, (first, last) => {
        const [name, direct] = [fresh(), fresh()];
        kube.apply(thing(name, first), { manager: 'one' });
        const reached = kube.apply(thing(name, last), { manager: 'one' });
        const wanted = kube.apply(thing(direct, last), { manager: 'one' });
        expect(reached['spec']).to.deep.equal(wanted['spec']);
        expect(reached.metadata.managedFields?.[0]?.fieldsV1).to.deep.equal(
          wanted.metadata.managedFields?.[0]?.fieldsV1,
        );
      }),
    );
  });
});
