import { expect } from 'chai';
import { compareResourceVersions } from '../../../src/kube/informer/index.ts';

describe('compareResourceVersions', () => {
  for (const { a, b, order } of [
    { a: '5', b: '5', order: 'same' },
    { a: '9', b: '10', order: 'older' },
    { a: '10', b: '9', order: 'newer' },
    { a: '123456789012345678901', b: '123456789012345678902', order: 'older' },
    { a: 'abc', b: 'abc', order: 'same' },
    { a: 'abc', b: '5', order: 'unknown' },
    { a: '05', b: '6', order: 'unknown' },
  ]) {
    it(`says of ${a} and ${b}: ${order}`, () => {
      const result = compareResourceVersions(a, b);
      const word = result === undefined ? 'unknown' : result === 0 ? 'same' : result < 0 ? 'older' : 'newer';
      expect(word).to.equal(order);
    });
  }
});
