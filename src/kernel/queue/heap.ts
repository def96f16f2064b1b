/** A binary min-heap. `before(a, b)` is true when `a` comes out first; equal elements come out in no fixed order. */
export class Heap<T> {
  private readonly items: T[] = [];

  constructor(private readonly before: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  /** Drops every element that `keep` refuses. O(n log n). */
  retain(keep: (item: T) => boolean): void {
    const kept = this.items.filter(keep);
    this.items.length = 0;
    for (const item of kept) this.push(item);
  }

  peek(): T | undefined {
    return this.items[0];
  }

  /** O(log n). */
  push(item: T): void {
    this.items.push(item);
    let child = this.items.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfBefore(child, parent)) break;
      child = parent;
    }
  }

  /** O(log n). */
  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (this.items.length === 0 || last === undefined) return first;
    this.items[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      const smaller = right < this.items.length && this.isBefore(right, left) ? right : left;
      if (smaller >= this.items.length || !this.swapIfBefore(smaller, parent)) return first;
      parent = smaller;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const first = this.items[a];
    const second = this.items[b];
    return first !== undefined && second !== undefined && this.before(first, second);
  }

  private swapIfBefore(a: number, b: number): boolean {
    const first = this.items[a];
    const second = this.items[b];
    if (first === undefined || second === undefined || !this.before(first, second)) return false;
    this.items[a] = second;
    this.items[b] = first;
    return true;
  }
}
