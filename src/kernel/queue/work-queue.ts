import type { Clock, Priority } from '../contracts/index.ts';
import { Scheduler } from './scheduler.ts';

/** How many passes may run at once. */
export interface QueueLimits {
  /** In one lane: what one slow host can hold up. */
  readonly perLane: number;
  /** In all lanes together. */
  readonly total: number;
}

/** Told what goes on in a queue. Must not throw. */
export interface QueueObserver {
  /** A key was given out after having waited so long for a worker. */
  waited?(ms: number): void;
  /** So many keys wait for a worker now. */
  depth?(keys: number): void;
}

interface Entry {
  readonly lane: string;
  readonly priority: Priority;
  readonly sinceMs: number;
}

const URGENCY = ['edit', 'drift', 'resync'] as const satisfies readonly Priority[];

/** Work of one lane: waiting keys by priority, in order of arrival, and how many are being worked on. */
class Lane {
  readonly waiting = new Map<Priority, Set<string>>(URGENCY.map((priority) => [priority, new Set()]));
  running = 0;

  get isIdle(): boolean {
    return this.running === 0 && URGENCY.every((priority) => this.waiting.get(priority)?.size === 0);
  }

  take(): string | undefined {
    for (const priority of URGENCY) {
      const keys = this.waiting.get(priority);
      for (const key of keys ?? []) {
        keys?.delete(key);
        return key;
      }
    }
    return undefined;
  }
}

/**
 * Keys to work on. Each key waits at most once; a key in work is not given out again, and if it is added meanwhile it comes back once, right
 * after. Lanes take turns and are bounded one by one, so that resources of a dead host hold up only each other. Within a lane, edits go before
 * drift, and drift before resyncs.
 */
export class WorkQueue {
  private readonly waiting = new Map<string, Entry>();
  private readonly running = new Set<string>();
  private readonly again = new Map<string, Entry>();
  private readonly lanes = new Map<string, Lane>();
  private readonly scheduler: Scheduler;
  private work: ((key: string) => Promise<void>) | undefined;
  private idleWaiters: (() => void)[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly limits: QueueLimits,
    private readonly observer: QueueObserver = {},
  ) {
    this.scheduler = new Scheduler(clock);
  }

  /** Keys that wait for a worker now. */
  get depth(): number {
    return this.waiting.size;
  }

  /** Keys that wait for their time. */
  get delayed(): number {
    return this.scheduler.size;
  }

  /** Starts giving out keys. `work` must not reject; it is called at most once at a time per key. */
  start(work: (key: string) => Promise<void>): void {
    this.work = work;
    this.pump();
  }

  /** Adds a key to be worked on as soon as its lane has room. Of two priorities the more urgent counts; a delay of the key is dropped. */
  add(key: string, lane: string, priority: Priority): void {
    this.scheduler.clear(key);
    const entry: Entry = { lane, priority, sinceMs: this.clock.monotonic() };
    if (this.running.has(key)) {
      this.again.set(key, moreUrgent(this.again.get(key), entry));
      return;
    }
    this.enqueue(key, entry);
    this.pump();
  }

  /** Adds a key after a delay, in place of any delay it had. A key that waits already stays where it is. */
  addAfter(key: string, lane: string, delayMs: number): void {
    if (this.waiting.has(key) || this.again.has(key)) return;
    this.scheduler.set(key, delayMs, () => {
      this.add(key, lane, 'resync');
    });
  }

  /** Forgets a key that waits or is delayed; a pass that runs goes on. */
  remove(key: string): void {
    this.scheduler.clear(key);
    this.again.delete(key);
    const entry = this.waiting.get(key);
    if (entry === undefined) return;
    this.waiting.delete(key);
    this.withdraw(key, entry);
    this.observer.depth?.(this.waiting.size);
  }

  /** Gives out nothing more; resolves when the passes that run have ended. */
  async stop(): Promise<void> {
    this.work = undefined;
    this.scheduler.stop();
    if (this.running.size === 0) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  private enqueue(key: string, entry: Entry): void {
    const present = this.waiting.get(key);
    const kept = moreUrgent(present, entry);
    // Its place in the line is kept: a key with events faster than its turn comes would wait for ever at the end.
    if (present?.lane === kept.lane && present.priority === kept.priority) return;
    if (present !== undefined) this.withdraw(key, present);
    this.waiting.set(key, kept);
    const lane = this.lanes.get(kept.lane) ?? new Lane();
    lane.waiting.get(kept.priority)?.add(key);
    this.lanes.set(kept.lane, lane);
    this.observer.depth?.(this.waiting.size);
  }

  private withdraw(key: string, entry: Entry): void {
    const lane = this.lanes.get(entry.lane);
    lane?.waiting.get(entry.priority)?.delete(key);
    if (lane?.isIdle === true) this.lanes.delete(entry.lane);
  }

  private pump(): void {
    let gaveOut = true;
    while (gaveOut) {
      gaveOut = false;
      for (const [name, lane] of this.lanes) {
        if (this.work === undefined || this.running.size >= this.limits.total) return;
        if (lane.running >= this.limits.perLane) continue;
        const key = lane.take();
        if (key === undefined) continue;
        gaveOut = true;
        this.giveOut(key, name, lane, this.work);
        // The lane goes to the end of the line: a Map keeps insertion order.
        this.lanes.delete(name);
        this.lanes.set(name, lane);
      }
    }
  }

  private giveOut(key: string, name: string, lane: Lane, work: (key: string) => Promise<void>): void {
    const entry = this.waiting.get(key);
    this.waiting.delete(key);
    this.running.add(key);
    lane.running += 1;
    this.observer.waited?.(entry === undefined ? 0 : this.clock.monotonic() - entry.sinceMs);
    this.observer.depth?.(this.waiting.size);
    void work(key).finally(() => {
      this.running.delete(key);
      lane.running -= 1;
      const again = this.again.get(key);
      this.again.delete(key);
      if (again !== undefined) this.add(key, again.lane, again.priority);
      if (lane.isIdle && this.lanes.get(name) === lane) this.lanes.delete(name);
      this.pump();
      if (this.running.size === 0)
        this.idleWaiters.splice(0).forEach((resolve) => {
          resolve();
        });
    });
  }
}

/** Of two entries for one key: the newer lane, the more urgent priority, the longer wait. */
function moreUrgent(present: Entry | undefined, added: Entry): Entry {
  if (present === undefined) return added;
  const priority =
    URGENCY.indexOf(present.priority) < URGENCY.indexOf(added.priority) ? present.priority : added.priority;
  return { lane: added.lane, priority, sinceMs: present.sinceMs };
}
