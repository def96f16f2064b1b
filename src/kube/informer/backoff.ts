import type { Random } from '#kernel';

/** First and longest delay between tries of a list or watch. */
const WATCH_BACKOFF = { firstMs: 1_000, longestMs: 30_000 } as const;

/**
 * Delay after `failures` failures in a row (1 or more), in milliseconds: doubled from 1 s to 30 s, of which a random
 * half is taken off, so that the informers of many operators do not come back together when an API server does.
 */
export function watchBackoffMs(failures: number, random: Random): number {
  const exponent = Math.min(Math.max(failures, 1) - 1, 10);
  const full = Math.min(WATCH_BACKOFF.longestMs, WATCH_BACKOFF.firstMs * 2 ** exponent);
  return full / 2 + (full / 2) * random.next();
}
