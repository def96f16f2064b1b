import type { Clock, Timer } from '#kernel';

interface Pending {
  readonly dueMs: number;
  readonly order: number;
  readonly fire: () => void;
}

/** A clock that stands still until a test moves it. Timers fire in order of due time, then of creation. */
export class FakeClock implements Clock {
  private elapsedMs = 0;
  private created = 0;
  private readonly pending = new Set<Pending>();

  /** `startMs`: milliseconds since 1970 at which the clock stands. */
  constructor(private readonly startMs = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.startMs + this.elapsedMs;
  }

  monotonic(): number {
    return this.elapsedMs;
  }

  timer(delayMs: number, fire: () => void): Timer {
    const entry: Pending = { dueMs: this.elapsedMs + Math.max(0, delayMs), order: this.created++, fire };
    this.pending.add(entry);
    return { cancel: () => this.pending.delete(entry) };
  }

  /** How many timers wait. */
  get timers(): number {
    return this.pending.size;
  }

  /** Milliseconds until the next timer; undefined when none waits. */
  get nextTimerMs(): number | undefined {
    const next = this.next();
    return next === undefined ? undefined : next.dueMs - this.elapsedMs;
  }

  /** Moves time forward, firing what falls due; between two timers, promises that are settled get their turn. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.elapsedMs + ms;
    await settle();
    for (let next = this.next(); next !== undefined && next.dueMs <= untilMs; next = this.next()) {
      this.pending.delete(next);
      this.elapsedMs = next.dueMs;
      next.fire();
      await settle();
    }
    this.elapsedMs = untilMs;
    await settle();
  }

  private next(): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.pending) {
      const earlier =
        first === undefined || entry.dueMs < first.dueMs || (entry.dueMs === first.dueMs && entry.order < first.order);
      if (earlier) first = entry;
    }
    return first;
  }
}

/** Lets promises that are settled, and what hangs on them, run: one turn of the event loop, which waits for no real time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
