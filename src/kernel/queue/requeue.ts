import type { OperatorError, Random, Requeue } from '../contracts/index.ts';

/** Milliseconds until an object with this interval is due: up to a tenth later, so that what started together does not stay in step for ever. */
export function spreadInterval(intervalMs: number, random: Random): number {
  return intervalMs * (1.01 + 0.09 * random.next());
}

/** When a pass comes back that failed, and whose failure may pass by itself. */
export function requeueFailed(error: OperatorError | undefined, random: Random): Requeue {
  if (error?.putOff === undefined) return { kind: 'backoff', atLeastMs: error?.retryAfterMs ?? 0 };
  const { ms, spreadMs } = error.putOff;
  return { kind: 'putOff', ms: ms + spreadMs * random.next() };
}
