import type { Call } from './call.ts';
import { type CallMatcher, matches } from './call-matcher.ts';

interface Waiter {
  readonly matcher: CallMatcher;
  readonly count: number;
  readonly resolve: () => void;
}

/** Every request since the start or the last `reset`, in order of arrival, those that a fault swallowed included. */
export class CallLog {
  private calls: Call[] = [];
  private waiters: Waiter[] = [];

  /** A snapshot; later calls do not appear in it. */
  list(matcher: CallMatcher = '*'): readonly Call[] {
    return this.calls.filter((call) => matches(matcher, call));
  }

  count(matcher: CallMatcher = '*'): number {
    return this.list(matcher).length;
  }

  /** Resolves as soon as that many matching calls have arrived since the last reset, at once if they already have. */
  reached(matcher: CallMatcher, count: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push({ matcher, count, resolve });
      this.settle();
    });
  }

  /** Forgets all calls, open ones included; who waits for a count goes on waiting, from nought. */
  reset(): void {
    this.calls = [];
  }

  /** Takes note of an arrival. The returned function adds the status once it is known. */
  arrival(call: Omit<Call, 'status'>): (status: number) => void {
    const entry = { ...call, status: undefined as number | undefined };
    this.calls.push(entry);
    this.settle();
    return (status) => {
      entry.status = status;
    };
  }

  private settle(): void {
    const done = this.waiters.filter(({ matcher, count }) => this.count(matcher) >= count);
    this.waiters = this.waiters.filter((waiter) => !done.includes(waiter));
    for (const waiter of done) waiter.resolve();
  }
}
