/**
 * Puts lists into another order at every call, as the real server may; the same seed gives the same sequence of
 * orders. Off until `on` is called: then lists keep the order of creation.
 */
export class Shuffle {
  private state: number | undefined;

  on(seed: number): void {
    this.state = seed >>> 0;
  }

  off(): void {
    this.state = undefined;
  }

  /** A copy in a new order, or in the same one while shuffling is off. */
  order<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, rank: this.next() }));
    return keyed.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
  }

  /** A linear congruential step; constant while shuffling is off, which makes the stable sort a plain copy. */
  private next(): number {
    if (this.state === undefined) return 0;
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state;
  }
}
