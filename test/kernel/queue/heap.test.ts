import { expect } from 'chai';
import fc from 'fast-check';
import { Heap } from '../../../src/kernel/queue/heap.ts';

function drain<T>(heap: Heap<T>): T[] {
  const out: T[] = [];
  while (heap.size > 0) {
    const item = heap.pop();
    if (item !== undefined) out.push(item);
  }
  return out;
}

const ascending = (): Heap<number> => new Heap((a, b) => a < b);
const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

describe('Heap', () => {
  it('is empty at first', () => {
    const heap = ascending();
    expect(heap.size).to.equal(0);
    expect(heap.peek()).to.equal(undefined);
    expect(heap.pop()).to.equal(undefined);
  });

  it('gives out what sorting would, for any numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = ascending();
        for (const number of numbers) heap.push(number);
        expect(heap.size).to.equal(numbers.length);
        expect(drain(heap)).to.deep.equal(sorted(numbers));
      }),
    );
  });

  it('keeps its first element right while pushes and pops alternate', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { nil: 'pop' as const })), (steps) => {
        const heap = ascending();
        const model: number[] = [];
        for (const step of steps) {
          if (step === 'pop') expect(heap.pop()).to.equal(model.shift());
          else {
            heap.push(step);
            model.push(step);
            model.sort((a, b) => a - b);
          }
          expect(heap.peek()).to.equal(model[0]);
          expect(heap.size).to.equal(model.length);
        }
      }),
    );
  });

  it('retains what it is told to, still in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (numbers, limit) => {
        const heap = ascending();
        for (const number of numbers) heap.push(number);
        heap.retain((number) => number > limit);
        expect(drain(heap)).to.deep.equal(sorted(numbers.filter((number) => number > limit)));
      }),
    );
  });
});
