import type { Call } from '../rest/index.ts';
import { matches, type CallMatcher } from './fault.ts';

/** A call and the HTTP status of its answer; 0 when there was none. */
export interface RecordedCall extends Call {
  readonly status: number;
}

/** The calls that came over the wire, in the order of their answers. Holds no bodies and no headers but the user agent. */
export class CallRecorder {
  #calls: RecordedCall[] = [];

  /** Adds a call. */
  record(call: Call, status: number): void {
    this.#calls.push({ ...call, status });
  }

  /** All calls since the start or the last reset. */
  list(matcher: CallMatcher = {}): readonly RecordedCall[] {
    return this.#calls.filter((call) => matches(matcher, call));
  }

  /** How many calls match. */
  count(matcher: CallMatcher = {}): number {
    return this.list(matcher).length;
  }

  /** Forgets all calls. */
  reset(): void {
    this.#calls = [];
  }
}
