import { expect } from 'chai';
import { workloadOf } from '../../../src/kube/workloads/workload-of.ts';

const PATH = ['spec', 'template'];
const ASKED = { 'secrets.infisical.com/auto-reload': 'true' };

const metadata = (annotations: object = ASKED): object => ({
  name: 'web',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '7',
  annotations,
});
const withSpec = (spec: object, marks?: string): object => ({
  metadata: metadata(),
  spec: {
    template: {
      metadata: { annotations: marks === undefined ? {} : { 'secrets.infisical.com/restarted-for': marks } },
      spec,
    },
  },
});
const usesOf = (item: object): unknown => workloadOf(item, 'Deployment', PATH)?.workload.uses;

describe('workloadOf', () => {
  it('keeps nothing of a workload that did not ask', () => {
    for (const annotations of [
      {},
      { 'secrets.infisical.com/auto-reload': 'false' },
      { 'secrets.infisical.com/auto-reload': 'TRUE' },
    ])
      expect(workloadOf({ metadata: metadata(annotations), spec: {} }, 'Deployment', PATH)).to.equal(undefined);
    for (const item of [undefined, null, 3, {}, { metadata: { name: 'web' } }])
      expect(workloadOf(item, 'Deployment', PATH)).to.equal(undefined);
  });

  it('finds every way of use, each object once', () => {
    const spec = {
      containers: [
        {
          env: [
            { name: 'A', value: 'x' },
            { valueFrom: { secretKeyRef: { name: 'a' } } },
            { valueFrom: { fieldRef: {} } },
          ],
        },
        { env: [{ valueFrom: { configMapKeyRef: { name: 'b' } } }], envFrom: [{ secretRef: { name: 'a' } }] },
      ],
      initContainers: [{ envFrom: [{ configMapRef: { name: 'c' } }, { prefix: 'x' }] }],
      volumes: [
        { secret: { secretName: 'd' } },
        { configMap: { name: 'e' } },
        {
          projected: {
            sources: [{ secret: { name: 'f' } }, { configMap: { name: 'g' } }, { serviceAccountToken: {} }],
          },
        },
        { emptyDir: {} },
      ],
    };
    const names = [
      ['Secret', 'a'],
      ['ConfigMap', 'b'],
      ['ConfigMap', 'c'],
      ['Secret', 'd'],
      ['ConfigMap', 'e'],
      ['Secret', 'f'],
      ['ConfigMap', 'g'],
    ];
    expect(usesOf(withSpec(spec))).to.deep.equal(names.map(([kind, name]) => ({ kind, namespace: 'shop', name })));
  });

  it('takes a part that cannot be read for one that is not there', () => {
    const readable = { containers: [{ envFrom: [{ secretRef: { name: 'a' } }] }] };
    expect(usesOf(withSpec({ ...readable, volumes: 'x', initContainers: [3] }))).to.deep.equal([
      { kind: 'Secret', namespace: 'shop', name: 'a' },
    ]);
    expect(usesOf({ metadata: metadata(), spec: { workloadRef: { name: 'other' } } })).to.deep.equal([]);
    expect(usesOf({ metadata: metadata() })).to.deep.equal([]);
  });

  it('reads what it was restarted for, and believes no nonsense', () => {
    const marksOf = (text: string): unknown =>
      workloadOf(withSpec({ containers: [] }, text), 'Deployment', PATH)?.workload.restartedFor;
    expect(marksOf('{"Secret shop/a":"1"}')).to.deep.equal({ 'Secret shop/a': '1' });
    for (const text of ['', '{', '[]', '3', '{"a":3}']) expect(marksOf(text), text).to.deep.equal({});
  });
});
