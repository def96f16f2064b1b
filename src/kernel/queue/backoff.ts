import type { Random } from '../contracts/index.ts';

/** First and longest delay after failures. */
export const BACKOFF = { firstMs: 1_000, longestMs: 60_000 } as const;

/**
 * Delay before the next try after `failures` failures in a row (1 or more), in milliseconds: doubled each time from 1 s to 60 s, of which a random
 * half is taken off, so that what failed together does not come back together. Never below half a second, never above 60 s, or the shorter
 * `longestMs` of who must not wait so long.
 */
export function backoffMs(failures: number, random: Random, longestMs: number = BACKOFF.longestMs): number {
  const exponent = Math.min(Math.max(failures, 1) - 1, 16);
  const full = Math.min(longestMs, BACKOFF.firstMs * 2 ** exponent);
  return full / 2 + (full / 2) * random.next();
}
