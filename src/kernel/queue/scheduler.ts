import type { Clock, Timer } from '../contracts/index.ts';
import { Heap } from './heap.ts';

interface Alarm {
  readonly id: string;
  readonly dueMs: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Replaced and cleared alarms are left in the heap until there are this many more of them than of living ones, so that each costs little. */
const MOST_DEAD = 64;

/** Many alarms, by id, over one native timer. Setting an id again replaces its alarm. */
export class Scheduler {
  private readonly alarms = new Map<string, Alarm>();
  private readonly heap = new Heap<Alarm>((a, b) => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order));
  private timer: { readonly handle: Timer; readonly dueMs: number } | undefined;
  private order = 0;

  constructor(private readonly clock: Clock) {}

  /** How many alarms wait. */
  get size(): number {
    return this.alarms.size;
  }

  /** Calls `fire` once, `delayMs` from now, unless the id is set again or cleared before. */
  set(id: string, delayMs: number, fire: () => void): void {
    const alarm: Alarm = { id, dueMs: this.clock.monotonic() + Math.max(0, delayMs), order: this.order++, fire };
    this.alarms.set(id, alarm);
    this.heap.push(alarm);
    this.compact();
    this.arm();
  }

  /** Milliseconds until the alarm of that id; undefined when there is none. */
  remainingMs(id: string): number | undefined {
    const alarm = this.alarms.get(id);
    return alarm === undefined ? undefined : Math.max(0, alarm.dueMs - this.clock.monotonic());
  }

  /** Forgets the alarm of that id, if any. */
  clear(id: string): void {
    this.alarms.delete(id);
  }

  /** Forgets all and lets go of the timer. */
  stop(): void {
    this.alarms.clear();
    this.compact();
    this.timer?.handle.cancel();
    this.timer = undefined;
  }

  private arm(): void {
    const next = this.nextAlarm();
    if (next === undefined) return;
    if (this.timer !== undefined && this.timer.dueMs <= next.dueMs) return;
    this.timer?.handle.cancel();
    const handle = this.clock.timer(next.dueMs - this.clock.monotonic(), () => {
      this.timer = undefined;
      this.fireDue();
    });
    this.timer = { handle, dueMs: next.dueMs };
  }

  private fireDue(): void {
    // Alarms that are set while others fire wait for the next turn, or one that sets itself anew would hold the process.
    const firstOfNextTurn = this.order;
    for (let next = this.nextAlarm(); next !== undefined; next = this.nextAlarm()) {
      if (next.dueMs > this.clock.monotonic() || next.order >= firstOfNextTurn) break;
      this.heap.pop();
      this.alarms.delete(next.id);
      next.fire();
    }
    this.arm();
  }

  /** A key that is delayed anew a hundred times a day would otherwise leave a hundred dead alarms until the day is over. */
  private compact(): void {
    if (this.heap.size <= 2 * this.alarms.size + MOST_DEAD && this.alarms.size > 0) return;
    this.heap.retain((alarm) => this.alarms.get(alarm.id) === alarm);
  }

  /** The earliest alarm that still counts; replaced and cleared ones are dropped from the heap when they come to its top. */
  private nextAlarm(): Alarm | undefined {
    for (let top = this.heap.peek(); top !== undefined; top = this.heap.peek()) {
      if (this.alarms.get(top.id) === top) return top;
      this.heap.pop();
    }
    return undefined;
  }
}
