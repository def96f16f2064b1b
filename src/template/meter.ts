import { TemplateFault } from './fault.ts';
import type { TemplateLimits } from './limits.ts';

/** How many units pass between two looks at the clock. */
const CLOCK_EVERY = 2_000;

/**
 * Counts the work of one rendering. One unit is about 50 ns: an evaluated node costs five, a byte that a function reads or
 * writes a quarter. Whoever is about to build something large asks first (`room`, `items`), so that nothing above a
 * limit is ever allocated.
 */
export class Meter {
  private left: number;
  private untilClock = CLOCK_EVERY;
  private readonly deadline: number;

  constructor(
    readonly limits: TemplateLimits,
    private readonly monotonic?: () => number,
  ) {
    this.left = limits.work;
    this.deadline = monotonic === undefined ? Infinity : monotonic() + limits.timeMs;
  }

  /** Pays for work that is about to be done; throws a limit fault when the budget or the time is used up. */
  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw new TemplateFault('limit', 'the template does too much work');
    this.untilClock -= units;
    if (this.untilClock < 0 && this.monotonic !== undefined) {
      this.untilClock = CLOCK_EVERY;
      if (this.monotonic() > this.deadline) {
        throw new TemplateFault('limit', `the template takes longer than ${this.limits.timeMs} ms`);
      }
    }
  }

  /** Pays for reading or writing so many bytes of a string. */
  bytes(count: number): void {
    this.spend(count / 4);
  }

  /** Asks for a string of that many bytes, and pays for writing it. */
  room(length: number): void {
    if (!(length <= this.limits.stringBytes)) {
      throw new TemplateFault('limit', `a string would have more than ${this.limits.stringBytes} bytes`);
    }
    this.bytes(length);
  }

  /** Asks for a list of that many elements, and pays for it. */
  items(count: number): void {
    if (!(count <= this.limits.listItems)) {
      throw new TemplateFault('limit', `a list would have more than ${this.limits.listItems} elements`);
    }
    this.spend(count);
  }

  /** Refuses a nesting that could exhaust the stack; a dict that contains itself ends here. */
  depth(level: number): void {
    if (level > this.limits.depth) {
      throw new TemplateFault('limit', `nested deeper than ${this.limits.depth} levels`);
    }
    this.spend(1);
  }
}
