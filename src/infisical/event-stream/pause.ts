import type { Clock } from '#kernel';

/** Resolves after so many milliseconds, or when `signal` fires; never rejects, and leaves nothing behind on either. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.timer(ms, end);
    signal.addEventListener('abort', end);
  });
}
