import { expect } from 'chai';
import fc from 'fast-check';
import { cutToBytes } from '../../../src/kube/events/cut-to-bytes.ts';

describe('cutToBytes', () => {
  it('never exceeds the limit, and cuts between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 3, max: 80 }), (text, limit) => {
        const cut = cutToBytes(text, limit);
        expect(Buffer.byteLength(cut)).to.be.at.most(limit);
        if (Buffer.byteLength(text) <= limit) expect(cut).to.equal(text);
        else expect(text.startsWith(cut.slice(0, -1))).to.equal(true);
      }),
    );
  });
});
