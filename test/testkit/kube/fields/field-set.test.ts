import { expect } from 'chai';
import fc from 'fast-check';
import { FieldSet } from '../../../../src/testkit/kube/fields/index.ts';

const step = fc.constantFrom('f:a', 'f:b', 'f:c', 'k:{"name":"x"}', 'v:"y"');
const path = fc.array(step, { minLength: 1, maxLength: 4 });
const fieldSet = fc.array(path, { maxLength: 12 }).map((paths) => FieldSet.of(...paths));

describe('FieldSet', () => {
  it('survives its wire form', () => {
    fc.assert(fc.property(fieldSet, (set) => FieldSet.fromJson(set.toJson()).equals(set)));
  });

  it('unites, intersects and subtracts as sets do', () => {
    const law = fc.property(fieldSet, fieldSet, fc.array(step, { minLength: 1, maxLength: 4 }), (a, b, each) => {
      const [inA, inB] = [a.has(each), b.has(each)];
      expect(a.union(b).has(each)).to.equal(inA || inB);
      expect(a.intersection(b).has(each)).to.equal(inA && inB);
      expect(a.difference(b).has(each)).to.equal(inA && !inB);
    });
    fc.assert(law);
  });

  it('takes all that lies below a member with it when asked to', () => {
    const law = fc.property(fieldSet, fieldSet, (a, b) => {
      const left = a.differenceWithChildren(b);
      for (const each of left.paths()) {
        for (let length = 1; length <= each.length; length += 1) expect(b.has(each.slice(0, length))).to.equal(false);
      }
    });
    fc.assert(law);
  });

  it('lists exactly its members', () => {
    const law = fc.property(
      fieldSet,
      (set) => FieldSet.of(...set.paths()).equals(set) && set.isEmpty === (set.paths().length === 0),
    );
    fc.assert(law);
  });

  it('writes fields before keyed entries before values, and marks members that have children', () => {
    const set = FieldSet.of(['v:"y"'], ['k:{"name":"x"}'], ['k:{"name":"x"}', 'f:b'], ['f:b'], ['f:a', 'f:c']);
    expect(JSON.stringify(set.toJson())).to.equal(
      '{"f:a":{"f:c":{}},"f:b":{},"k:{\\"name\\":\\"x\\"}":{".":{},"f:b":{}},"v:\\"y\\"":{}}',
    );
  });
});
