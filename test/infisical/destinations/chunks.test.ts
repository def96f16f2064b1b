import { expect } from 'chai';
import { chunks } from '../../../src/infisical/destinations/chunks.ts';

describe('chunks', () => {
  it('are none of nothing', () => {
    expect(chunks([])).to.deep.equal([]);
  });

  it('hold a hundred items at most, in order', () => {
    const items = Array.from({ length: 201 }, (_, index) => ({ key: `K${index}` }));
    const parts = chunks(items);
    expect(parts.map(({ length }) => length)).to.deep.equal([100, 100, 1]);
    expect(parts.flat()).to.deep.equal(items);
  });

  it('stay below a body of 1 MiB, counted as the JSON that goes out', () => {
    // A line break is two bytes as JSON, and an umlaut is two in UTF-8.
    const items = Array.from({ length: 12 }, () => ({ value: '\nä'.repeat(50_000) }));
    const parts = chunks(items);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).to.be.below(1_048_576);
    expect(parts.map(({ length }) => length)).to.deep.equal([5, 5, 2]);
  });

  it('give what is too long by itself a request of its own', () => {
    const parts = chunks([{ value: 'a' }, { value: 'b'.repeat(2_000_000) }, { value: 'c' }]);
    expect(parts.map(({ length }) => length)).to.deep.equal([1, 1, 1]);
  });
});
