import { expect } from 'chai';
import { compileJsonPath } from '../../../../src/testkit/kube/crd/json-path.ts';

const document = {
  metadata: { labels: { 'app.kubernetes.io/name': 'x' } },
  status: {
    ready: true,
    conditions: [
      { type: 'Ready', status: 'True', count: 2 },
      { type: 'Other', status: 'False' },
    ],
  },
};

describe('compileJsonPath', () => {
  const cases: readonly (readonly [string, unknown[]])[] = [
    ['.status.ready', [true]],
    ['{.status.ready}', [true]],
    ['$.status.ready', [true]],
    ['.status.none', []],
    ['.status.conditions[0].type', ['Ready']],
    ['.status.conditions[-1].type', ['Other']],
    ['.status.conditions[*].status', ['True', 'False']],
    ['.status.conditions[?(@.type=="Ready")].status', ['True']],
    [".status.conditions[?(@.type == 'Ready')].status", ['True']],
    ['.status.conditions[?(@.type!="Ready")].status', ['False']],
    ['.status.conditions[?(@.count==2)].type', ['Ready']],
    [String.raw`.metadata.labels.app\.kubernetes\.io/name`, ['x']],
    ["['status']['ready']", [true]],
  ];
  for (const [path, found] of cases) {
    it(`reads ${path}`, () => {
      expect(compileJsonPath(path)(document)).to.deep.equal(found);
    });
  }

  for (const path of ['.a[', '.a[?(@.b>1)]', '.a..b', '.a[0:2]']) {
    it(`refuses ${path}`, () => {
      expect(() => compileJsonPath(path)).to.throw(/unsupported JSONPath/);
    });
  }
});
