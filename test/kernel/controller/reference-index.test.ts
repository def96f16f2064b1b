import { expect } from 'chai';
import { ReferenceIndex, type ObjectReference } from '../../../src/kernel/index.ts';

const secret = (name: string, namespace = 'shop'): ObjectReference => ({ kind: 'Secret', namespace, name });
const configMap = (name: string): ObjectReference => ({ kind: 'ConfigMap', namespace: 'shop', name });

describe('ReferenceIndex', () => {
  let index: ReferenceIndex;

  beforeEach(() => {
    index = new ReferenceIndex();
  });

  it('finds exactly the referrers of an object', () => {
    index.set('shop/a', [secret('creds'), configMap('ca')]);
    index.set('shop/b', [secret('creds')]);
    expect(index.keysOf(secret('creds'))).to.have.members(['shop/a', 'shop/b']);
    expect(index.keysOf(configMap('ca'))).to.deep.equal(['shop/a']);
  });

  for (const { name, reference } of [
    { name: 'another kind of that name', reference: configMap('creds') },
    { name: 'another namespace', reference: secret('creds', 'other') },
    { name: 'another name', reference: secret('creds-2') },
  ]) {
    it(`tells an object from ${name}`, () => {
      index.set('shop/a', [secret('creds')]);
      expect(index.has(reference)).to.equal(false);
      expect(index.keysOf(reference)).to.deep.equal([]);
    });
  }

  it('replaces what a key refers to', () => {
    index.set('shop/a', [secret('old'), secret('kept')]);
    index.set('shop/a', [secret('kept'), secret('new')]);
    expect([secret('old'), secret('kept'), secret('new')].map((one) => index.has(one))).to.deep.equal([
      false,
      true,
      true,
    ]);
  });

  it('counts an object that is named twice once', () => {
    index.set('shop/a', [secret('creds'), secret('creds')]);
    expect(index.keysOf(secret('creds'))).to.deep.equal(['shop/a']);
    index.delete('shop/a');
    expect(index.has(secret('creds'))).to.equal(false);
  });

  it('keeps the references of others when one key is deleted', () => {
    index.set('shop/a', [secret('creds')]);
    index.set('shop/b', [secret('creds')]);
    index.delete('shop/a');
    index.delete('shop/unknown');
    expect(index.keysOf(secret('creds'))).to.deep.equal(['shop/b']);
  });
});
