import { expect } from 'chai';
import { RecentlyUsed } from '../../../src/infisical/guard/recently-used.ts';

describe('RecentlyUsed', () => {
  let made: number;
  let values: RecentlyUsed<number>;

  beforeEach(() => {
    made = 0;
    values = new RecentlyUsed(2, () => (made += 1));
  });

  it('makes a value once', () => {
    expect([values.get('a'), values.get('b'), values.get('a')]).to.deep.equal([1, 2, 1]);
  });

  it('drops the one that was asked for least recently', () => {
    for (const key of ['a', 'b', 'a', 'c']) values.get(key);
    expect([...values.values()]).to.deep.equal([1, 3]);
    expect(values.get('b')).to.equal(4);
  });

  it('keeps no more than it may', () => {
    for (let key = 0; key < 10_000; key += 1) values.get(String(key));
    expect([...values.values()]).to.have.length(2);
  });
});
