import { expect } from 'chai';
import { observedTargetOf } from '../../../src/kube/index.ts';

const META = { namespace: 'shop', name: 'db', uid: 'u1', resourceVersion: '7' };

const entry = (manager: string, operation: string, fieldsV1: object, subresource?: string): object => ({
  manager,
  operation,
  apiVersion: 'v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...(subresource === undefined ? {} : { subresource }),
});

const observe = (managedFields: readonly object[]): ReturnType<typeof observedTargetOf> =>
  observedTargetOf({ metadata: { ...META, managedFields } }, 'infisical-operator');

describe('observedTargetOf', () => {
  it('takes what metadata tells', () => {
    const owner = { apiVersion: 'v1', kind: 'X', name: 'x', uid: 'u2', controller: true };
    const raw = {
      kind: 'PartialObjectMetadata',
      metadata: {
        ...META,
        labels: { a: '1' },
        annotations: { b: '2' },
        ownerReferences: [owner],
        deletionTimestamp: '2026-01-01T00:00:00Z',
      },
      data: { never: 'kept' },
    };

    expect(observedTargetOf(raw, 'infisical-operator')).to.deep.equal({
      ...META,
      labels: { a: '1' },
      annotations: { b: '2' },
      ownerReferences: [owner],
      deleting: true,
      applied: undefined,
      foreignDataKeys: [],
    });
  });

  it("leaves kubectl's copy of the object outside, since it holds the values", () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{}}', kept: '1' };

    expect(observedTargetOf({ metadata: { ...META, annotations } }, 'infisical-operator')?.annotations).to.deep.equal({
      kept: '1',
    });
  });

  it('reads what we applied, sorted', () => {
    const target = observe([
      entry('infisical-operator', 'Apply', {
        'f:data': { 'f:b': {}, 'f:a': {}, 'f:f:odd': {} },
        'f:metadata': { 'f:labels': { 'f:l': {} }, 'f:annotations': { '.': {}, 'f:n': {} }, 'f:ownerReferences': {} },
        'f:type': {},
      }),
    ]);

    expect(target?.applied).to.deep.equal({ dataKeys: ['a', 'b', 'f:odd'], labels: ['l'], annotations: ['n'] });
    expect(target?.foreignDataKeys).to.deep.equal([]);
  });

  for (const { title, foreign } of [
    { title: 'an update by another manager', foreign: entry('kubectl-edit', 'Update', { 'f:data': { 'f:x': {} } }) },
    { title: 'an apply by another manager', foreign: entry('argocd', 'Apply', { 'f:data': { 'f:x': {} } }) },
    { title: 'an apply of stringData', foreign: entry('argocd', 'Apply', { 'f:stringData': { 'f:x': {} } }) },
    { title: 'binaryData', foreign: entry('kubectl', 'Update', { 'f:binaryData': { 'f:x': {} } }) },
    { title: 'an update under our name', foreign: entry('infisical-operator', 'Update', { 'f:data': { 'f:x': {} } }) },
  ]) {
    it(`counts ${title} as foreign`, () => {
      const target = observe([entry('infisical-operator', 'Apply', { 'f:data': { 'f:a': {} } }), foreign]);

      expect(target?.foreignDataKeys).to.deep.equal(['x']);
      expect(target?.applied?.dataKeys).to.deep.equal(['a']);
    });
  }

  it('lists a shared key on both sides, once', () => {
    const fields = { 'f:data': { 'f:a': {} } };
    const target = observe([
      entry('infisical-operator', 'Apply', fields),
      entry('one', 'Update', fields),
      entry('two', 'Update', fields),
    ]);

    expect(target?.applied?.dataKeys).to.deep.equal(['a']);
    expect(target?.foreignDataKeys).to.deep.equal(['a']);
  });

  it('does not take our fields of a subresource for ours', () => {
    expect(observe([entry('infisical-operator', 'Apply', {}, 'status')])?.applied).to.equal(undefined);
  });

  for (const { title, raw } of [
    { title: 'no object', raw: 'text' },
    { title: 'an object without uid', raw: { metadata: { namespace: 'shop', name: 'db', resourceVersion: '7' } } },
    { title: 'fields that are no set', raw: { metadata: { ...META, managedFields: [{ fieldsV1: { 'f:data': 1 } }] } } },
  ]) {
    it(`gives nothing for ${title}`, () => {
      expect(observedTargetOf(raw, 'infisical-operator')).to.equal(undefined);
    });
  }
});
