import type { Clock } from '#kernel';
import { Flights } from './flights.ts';

/** Keys come from resources, so there is no natural bound. */
const MOST_ENTRIES = 1_000;

interface Entry<T> {
  readonly value: T;
  readonly untilMs: number;
}

/** Values that are fetched once per key and kept for a while. Failures are shared by those who wait and not kept. */
export class Remembered<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly flights = new Flights<T>();

  /** `keptMs`: how long a value is good. */
  constructor(
    private readonly clock: Clock,
    private readonly keptMs: number,
  ) {}

  /** The value of `key`, kept or fetched. `signal` ends this wait; the fetch goes on while others wait. */
  async get(key: string, fetch: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const entry = this.entries.get(key);
    if (entry !== undefined && this.clock.monotonic() < entry.untilMs) return entry.value;
    return this.flights.run(
      key,
      async (flight) => {
        const value = await fetch(flight);
        this.keep(key, value);
        return value;
      },
      signal,
    );
  }

  /** Forgets the value of `key`, which proved wrong. */
  forget(key: string): void {
    this.entries.delete(key);
  }

  /** Ends what is under way. */
  close(): Promise<void> {
    this.entries.clear();
    return this.flights.close();
  }

  private keep(key: string, value: T): void {
    const nowMs = this.clock.monotonic();
    if (this.entries.size >= MOST_ENTRIES) {
      for (const [other, { untilMs }] of this.entries) if (nowMs >= untilMs) this.entries.delete(other);
    }
    // All of them still good: the oldest goes.
    const [oldest] = this.entries.keys();
    if (oldest !== undefined && this.entries.size >= MOST_ENTRIES) this.entries.delete(oldest);
    this.entries.delete(key);
    this.entries.set(key, { value, untilMs: nowMs + this.keptMs });
  }
}
