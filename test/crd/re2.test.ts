import { expect } from 'chai';
import { re2Problem } from '../../src/crd/re2.ts';

describe('re2Problem', () => {
  for (const pattern of [
    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    '^a{1,1000}$',
    '(?:a|b)',
    '\\d+\\s\\w',
    '^\\\\k<a>$',
    '[^/?#@\\s]',
    '\\(\\?=',
  ]) {
    it(`takes ${pattern}`, () => {
      expect(re2Problem(pattern)).to.equal(undefined);
    });
  }

  for (const [pattern, problem] of [
    ['^(?=a)', 'look-ahead or look-behind'],
    ['^(?!a)', 'look-ahead or look-behind'],
    ['(?<=a)b', 'look-ahead or look-behind'],
    ['(?<!a)b', 'look-ahead or look-behind'],
    ['(a)\\1', 'back-reference'],
    ['(?<x>a)\\k<x>', 'back-reference'],
    ['(?<x>a)', 'named group'],
    ['\\u00e9', 'escape by code point'],
    ['[^]', 'empty character class'],
    ['a{1,1001}', 'at most 1000 times'],
    ['a{2000}', 'at most 1000 times'],
  ] as const) {
    it(`finds the fault of ${pattern}`, () => {
      expect(re2Problem(pattern)).to.contain(problem);
    });
  }
});
