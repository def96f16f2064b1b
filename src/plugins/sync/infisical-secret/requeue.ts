import { requeueFailed, spreadInterval, type Clock, type Random, type Requeue } from '#kernel';
import type { PassContext, State } from './machine.ts';
import type { Work } from './work.ts';

/** When a pass that ended in `state` asks to come back. */
export function requeueAfter(
  state: State,
  { comparison, reloaded, error }: PassContext,
  { intervalMs }: Work,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Requeue {
  if (state === 'retrying') return requeueFailed(error, random);
  if (state === 'synced' && reloaded !== undefined && reloaded.failed.length > 0) {
    return { kind: 'backoff', atLeastMs: 0 };
  }
  const nextRestartMs = reloaded?.nextDueMs ?? Infinity;
  const spreadMs = spreadInterval(intervalMs, random);
  if (state === 'error' || comparison === undefined) return { kind: 'after', ms: Math.min(spreadMs, nextRestartMs) };
  // Counted from the read, not from the pass: resources of one source come back together and share the next read.
  const ageMs = clock.monotonic() - comparison.snapshot.readAtMs;
  return { kind: 'after', ms: Math.min(Math.max(1_000, spreadMs - ageMs), nextRestartMs) };
}
