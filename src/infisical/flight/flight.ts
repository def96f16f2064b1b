import { untilAborted } from './until-aborted.ts';

/**
 * One piece of work that several callers wait for. A caller whose signal fires stops waiting and gets that signal's reason;
 * the work itself is aborted only when nobody waits any more.
 */
export class Flight<T> {
  private readonly controller = new AbortController();
  private readonly result: Promise<T>;
  private waiters = 0;
  private finished = false;

  /** Starts the work, a moment later, so that its owner can remember it first. `start` gets the signal of the flight. */
  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.result = this.fly(start);
    // Each waiter sees the failure; when all of them left, nobody does, and that is no unhandled rejection.
    this.result.catch(() => undefined);
  }

  /** Whether it makes sense to join: still running, and not given up by all who waited. */
  get open(): boolean {
    return !this.finished && !this.controller.signal.aborted;
  }

  /** Waits for the result. Rejects as the work does, or with the reason of `signal`. */
  async join(signal: AbortSignal): Promise<T> {
    this.waiters += 1;
    try {
      return await untilAborted(this.result, signal);
    } finally {
      this.waiters -= 1;
      if (this.waiters === 0 && !this.finished) this.abort(new DOMException('Nobody waits for it.', 'AbortError'));
    }
  }

  /** Aborts the work, whoever waits for it. */
  abort(reason: Error): void {
    this.controller.abort(reason);
  }

  /** Resolves when the work has ended, however it did; never rejects, and does not count as waiting. */
  async ended(): Promise<void> {
    await this.result.catch(() => undefined);
  }

  private async fly(start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      await Promise.resolve();
      this.controller.signal.throwIfAborted();
      return await start(this.controller.signal);
    } finally {
      this.finished = true;
    }
  }
}
