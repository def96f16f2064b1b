/** More than this many calls do not wait for a turn of their own; they ask again like everybody who comes late. */
const MOST_WAITING = 10_000;

/**
 * Calls that found the budget used up, in a fair order: callers take turns, and each caller's calls go in the order in which they first
 * asked. Nothing runs here and nobody is held up: a call that was put off asks again, and is let through when it is among those called up.
 */
export class Turns {
  private readonly queues = new Map<string, Set<string>>();
  private waiting = 0;
  private called = new Set<string>();

  /** Calls that are called up and have not come yet. */
  get due(): number {
    return this.called.size;
  }

  /** Whether that call may go before others. */
  isDue(call: string): boolean {
    return this.called.has(call);
  }

  /** That call goes out. */
  take(call: string): void {
    this.called.delete(call);
  }

  /** Puts a call in line, where it stays if it stands there; gives how many stand before it. */
  wait(caller: string, call: string): number {
    const queue = this.queues.get(caller) ?? new Set<string>();
    if (!queue.has(call) && this.waiting < MOST_WAITING) {
      queue.add(call);
      this.waiting += 1;
      this.queues.set(caller, queue);
    }
    return this.before(caller, [...queue].indexOf(call));
  }

  /** How many calls are called up before the one with this index in the queue of its caller. Never too many: who comes too early just asks again. */
  private before(caller: string, index: number): number {
    // It was not put in line.
    if (index < 0) return this.waiting;
    let before = 0;
    let isEarlier = true;
    for (const [other, { size }] of this.queues) {
      if (other === caller) isEarlier = false;
      before += Math.min(size, isEarlier ? index + 1 : index);
    }
    return before;
  }

  /** A new window of `places` begins: calls up as many. Those who were called up before and did not come have lost their turn. */
  callUp(places: number): void {
    this.called = new Set();
    while (this.called.size < places && this.queues.size > 0) this.callUpOne();
  }

  private callUpOne(): void {
    const [first] = this.queues;
    if (first === undefined) return;
    const [caller, queue] = first;
    const [call] = queue;
    // To the end of the line of callers, unless it has nothing more to ask.
    this.queues.delete(caller);
    if (call === undefined) return;
    queue.delete(call);
    this.waiting -= 1;
    this.called.add(call);
    if (queue.size > 0) this.queues.set(caller, queue);
  }
}
