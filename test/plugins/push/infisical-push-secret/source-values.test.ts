import { expect } from 'chai';
import { LARGEST_PUSHED_VALUE_BYTES } from '#kernel';
import {
  checkCount,
  listed,
  sortSource,
  unpushableError,
} from '../../../../src/plugins/push/infisical-push-secret/source-values.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('sortSource', () => {
  it('takes text as it is', () => {
    const texts = { EMPTY: '', PADDED: ' x \n', UNICODE: 'grüße 🌍', NUL: 'a\0b', BOM: '\uFEFFx' };
    const source = new Map(Object.entries(texts).map(([key, text]) => [key, bytes(text)]));
    const { values, unpushable } = sortSource(source);
    expect(Object.fromEntries(values)).to.deep.equal(texts);
    expect(unpushableError(unpushable)).to.equal(undefined);
  });

  it('sorts out bytes that are no text, and what no request can carry, by key', () => {
    const source = new Map([
      ['TEXT', bytes('x')],
      ['JKS', Uint8Array.of(0xfe, 0xed, 0xfe, 0xed)],
      ['CUT', bytes('ü').subarray(0, 1)],
      ['JUST_FITS', bytes('x'.repeat(LARGEST_PUSHED_VALUE_BYTES - 2))],
      // Each line break is two bytes on its way.
      ['LINES', bytes('\n'.repeat(LARGEST_PUSHED_VALUE_BYTES / 2))],
    ]);
    const { values, unpushable } = sortSource(source);
    expect([...values.keys()]).to.deep.equal(['TEXT', 'JUST_FITS']);
    const error = unpushableError(unpushable);
    expect(error).to.include({ reason: 'InvalidValues', disposition: 'terminal' });
    expect(error?.message).to.equal(
      'Infisical cannot hold the values of JKS, CUT (bytes that are not text in UTF-8) and LINES (more than 1000000 bytes); all others are pushed.',
    );
  });

  it('takes no more keys than one resource can answer for', () => {
    const keys = (count: number): Map<string, string> =>
      new Map(Array.from({ length: count }, (_, index) => [`K${index}`, '']));
    checkCount(keys(2_000));
    expect(() => {
      checkCount(keys(2_001));
    }).to.throw(/There are 2001 keys to push; one resource pushes 2000 at most/);
  });

  it('lists twenty keys and counts the rest', () => {
    const keys = Array.from({ length: 23 }, (_, index) => `K${index}`);
    expect(listed(keys)).to.match(/^K0, .*K19 and 3 more$/);
    expect(listed(['A'])).to.equal('A');
  });
});
