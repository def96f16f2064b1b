import { performance } from 'node:perf_hooks';
import type { Clock, Timer } from '#kernel';

/** Longest delay that a native timer takes; beyond it, it would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The clock of the machine. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  timer(delayMs: number, fire: () => void): Timer {
    const handle = setTimeout(fire, Math.min(Math.max(0, delayMs), LONGEST_MS));
    handle.unref();
    return {
      cancel: () => {
        clearTimeout(handle);
      },
    };
  }
}
