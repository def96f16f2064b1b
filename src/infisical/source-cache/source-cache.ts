import type { Clock, Random, SourceSnapshot, Timer } from '#kernel';
import { closedError, Flight, untilAborted } from '../flight/index.ts';
import type { OnLookup } from '../lookups.ts';
import { type StandingFailure, standingFailure, tellFailure } from './standing-failure.ts';

/** A finished read: what callers see, and what the next read of the same source can use. */
export interface FinishedRead<K> {
  readonly snapshot: SourceSnapshot;
  readonly kept: K;
}

/** Reads a source; `kept` is what the last good read left, `onBegin` is told when the request goes out. */
export type Load<K> = (
  kept: K | undefined,
  onBegin: () => void,
  signal: AbortSignal,
) => Promise<Omit<FinishedRead<K>, 'snapshot'> & { readonly snapshot: Omit<SourceSnapshot, 'readAtMs'> }>;

/** When a request went out. */
interface Beginning {
  readonly atMs: number;
  /** How often the entry had been outdated by then. */
  readonly outdated: number;
}

interface Entry<K> {
  flight: Flight<FinishedRead<K>> | undefined;
  /** Of the flight; undefined while its request has not gone out. */
  began: Beginning | undefined;
  last: (FinishedRead<K> & { readonly began: Beginning }) | undefined;
  /** Of the last read, if it failed; how often the entry had been outdated by then. */
  failure: (StandingFailure & { readonly outdated: number }) | undefined;
  /** How often it was said that the source changed: what began before does not count any more, however fresh. */
  outdated: number;
  askedAtMs: number;
  longestMaxAgeMs: number;
}

/** Values stay in memory for no longer than somebody keeps asking for them. */
const SHORTEST_KEEP_MS = 5 * 60_000;
/** Even a caller who takes any age, however old, does not keep values for ever. */
const LONGEST_KEEP_MS = 48 * 3_600_000;
const SWEEP_MS = 60_000;

/**
 * Reads of sources, shared by all who ask for the same one. At most one read per source is in flight. A failed read goes to all
 * who waited for it, and for a while to all who come later, and leaves the last good one in place.
 */
export class SourceCache<K> {
  private readonly entries = new Map<string, Entry<K>>();
  private readonly flights = new Set<Flight<FinishedRead<K>>>();
  private sweeper: Timer | undefined;
  private closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly onLookup: OnLookup = () => undefined,
  ) {}

  /**
   * A read of `key` that began no longer ago than `maxAgeMs`, counted from now. One that is in flight is joined when its request
   * has not gone out yet or went out recently enough; otherwise its end is awaited and a new read begins, which all who wait
   * share. So a change that was made before this call is never missed. Rejects as `load` does, or as it did a moment ago unless `maxAgeMs` is 0, or
   * with the reason of `signal`. `beforeJoin` may throw where it is unwise to wait for what others have begun.
   */
  async read(
    key: string,
    maxAgeMs: number,
    load: Load<K>,
    signal: AbortSignal,
    beforeJoin: () => void = () => undefined,
  ): Promise<SourceSnapshot> {
    this.refuseWhenClosed();
    const askedAtMs = this.clock.monotonic();
    const entry = this.touch(key, askedAtMs, maxAgeMs);
    let waited = false;
    for (;;) {
      signal.throwIfAborted();
      this.refuseWhenClosed();
      const isGood = ({ atMs, outdated }: Beginning): boolean =>
        askedAtMs - atMs <= maxAgeMs && outdated === entry.outdated;
      const { last, flight, began } = entry;
      // Without a wait, 0 asks in any case; after one, what began since then is exactly what was asked for.
      if (last !== undefined && (maxAgeMs > 0 || waited) && isGood(last.began)) {
        // Who waited for it got what another had fetched.
        this.onLookup(waited ? 'joined' : 'hit');
        return last.snapshot;
      }
      if (maxAgeMs > 0) this.throwStanding(entry);
      if (flight?.open !== true) {
        this.onLookup('miss');
        return (await this.launch(entry, load).join(signal)).snapshot;
      }
      beforeJoin();
      if (began === undefined || isGood(began)) {
        this.onLookup('joined');
        return (await flight.join(signal)).snapshot;
      }
      await untilAborted(flight.ended(), signal);
      waited = true;
    }
  }

  /** The source has changed, or may have: no read that began before this is good enough for anybody any more. */
  outdate(key: string): void {
    const entry = this.entries.get(key);
    if (entry !== undefined) entry.outdated += 1;
  }

  /** What the last good read of `key` left. */
  kept(key: string): K | undefined {
    return this.entries.get(key)?.last?.kept;
  }

  /** How many sources are remembered. */
  get size(): number {
    return this.entries.size;
  }

  /** Ends what is under way and forgets all values. */
  async close(): Promise<void> {
    this.closed = true;
    this.sweeper?.cancel();
    const flights = [...this.flights];
    for (const flight of flights) flight.abort(closedError());
    await Promise.all(flights.map((flight) => flight.ended()));
    this.entries.clear();
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw closedError();
  }

  private throwStanding({ failure, outdated }: Entry<K>): void {
    const nowMs = this.clock.monotonic();
    if (failure?.outdated !== outdated || nowMs >= failure.untilMs) return;
    this.onLookup('failure');
    throw tellFailure(failure, nowMs);
  }

  /** Remembers how a read failed; gives the error for all who waited. */
  private failed(entry: Entry<K>, error: unknown): unknown {
    const nowMs = this.clock.monotonic();
    const failure = standingFailure(error, entry.failure, nowMs, this.random);
    entry.failure = failure && { ...failure, outdated: entry.outdated };
    return failure === undefined ? error : tellFailure(failure, nowMs);
  }

  private launch(entry: Entry<K>, load: Load<K>): Flight<FinishedRead<K>> {
    entry.began = undefined;
    const now = (): Beginning => ({ atMs: this.clock.monotonic(), outdated: entry.outdated });
    let began = now();
    const flight = new Flight<FinishedRead<K>>(async (signal) => {
      const onBegin = (): void => {
        began = now();
        if (entry.flight === flight) entry.began = began;
      };
      const { snapshot, kept } = await load(entry.last?.kept, onBegin, signal).catch((error: unknown) => {
        throw signal.aborted ? error : this.failed(entry, error);
      });
      entry.failure = undefined;
      const finished = { snapshot: { ...snapshot, readAtMs: began.atMs }, kept };
      // A read that was given up may end after the one that replaced it.
      const isLate = entry.last !== undefined && entry.last.began.atMs > began.atMs;
      if (!this.closed && !isLate) entry.last = { ...finished, began };
      return finished;
    });
    entry.flight = flight;
    this.flights.add(flight);
    void flight.ended().then(() => {
      this.flights.delete(flight);
      if (entry.flight === flight) entry.flight = undefined;
    });
    return flight;
  }

  private touch(key: string, nowMs: number, maxAgeMs: number): Entry<K> {
    const present = this.entries.get(key);
    const entry: Entry<K> = present ?? {
      flight: undefined,
      began: undefined,
      last: undefined,
      failure: undefined,
      outdated: 0,
      askedAtMs: nowMs,
      longestMaxAgeMs: 0,
    };
    entry.askedAtMs = nowMs;
    entry.longestMaxAgeMs = Math.max(entry.longestMaxAgeMs, maxAgeMs);
    if (present === undefined) this.entries.set(key, entry);
    if (this.sweeper === undefined) this.sweepLater();
    return entry;
  }

  private sweepLater(): void {
    this.sweeper = this.clock.timer(SWEEP_MS, () => {
      this.sweeper = undefined;
      const nowMs = this.clock.monotonic();
      for (const [key, entry] of this.entries) {
        const keepMs = Math.min(LONGEST_KEEP_MS, Math.max(SHORTEST_KEEP_MS, 2 * entry.longestMaxAgeMs));
        if (entry.flight === undefined && nowMs - entry.askedAtMs > keepMs) this.entries.delete(key);
      }
      if (this.entries.size > 0) this.sweepLater();
    });
  }
}
