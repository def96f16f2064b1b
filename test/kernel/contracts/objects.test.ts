import { expect } from 'chai';
import fc from 'fast-check';
import { formatKey, formatReference, parseKey } from '../../../src/kernel/index.ts';

describe('keys', () => {
  it('are written as the field writes them', () => {
    expect(formatKey({ namespace: 'shop', name: 'db' })).to.equal('shop/db');
    expect(formatReference({ kind: 'Secret', namespace: 'shop', name: 'db' })).to.equal('Secret shop/db');
  });

  it('are read as they were written', () => {
    const part = fc.stringMatching(/^[a-z0-9.-]{1,20}$/);
    fc.assert(
      fc.property(part, part, (namespace, name) => {
        expect(parseKey(formatKey({ namespace, name }))).to.deep.equal({ namespace, name });
      }),
    );
  });

  for (const text of ['', 'db', 'a/b/c']) {
    it(`refuses "${text}", which is none`, () => {
      expect(() => parseKey(text)).to.throw(`not a key: ${text}`);
    });
  }
});
