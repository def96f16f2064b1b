import type { Clock, Random, Requeue } from '#kernel';
import type { PassContext, State } from './machine.ts';
import type { Work } from './work.ts';

/** When a pass that ended in `state` asks to come back. */
export function requeueAfter(
  state: State,
  { comparison, reloaded, error }: PassContext,
  { intervalMs }: Work,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Requeue {
  if (state === 'retrying' && error?.putOff !== undefined) {
    const { ms, spreadMs } = error.putOff;
    return { kind: 'putOff', ms: ms + spreadMs * random.next() };
  }
  if (state === 'retrying') return { kind: 'backoff', atLeastMs: error?.retryAfterMs ?? 0 };
  if (state === 'synced' && reloaded !== undefined && reloaded.failed.length > 0) {
    return { kind: 'backoff', atLeastMs: 0 };
  }
  const nextRestartMs = reloaded?.nextDueMs ?? Infinity;
  // Up to a tenth later, so that what started together does not stay in step for ever.
  const spreadMs = intervalMs * (1.01 + 0.09 * random.next());
  if (state === 'error' || comparison === undefined) return { kind: 'after', ms: Math.min(spreadMs, nextRestartMs) };
  // Counted from the read, not from the pass: resources of one source come back together and share the next read.
  const ageMs = clock.monotonic() - comparison.snapshot.readAtMs;
  return { kind: 'after', ms: Math.min(Math.max(1_000, spreadMs - ageMs), nextRestartMs) };
}
