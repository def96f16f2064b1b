import { requeueFailed, spreadInterval, type Random, type Requeue } from '#kernel';
import type { PassContext, State } from './machine.ts';
import type { Work } from './work.ts';

/** When a pass that ended in `state` asks to come back. What holds a resource back from its deletion is tried again for ever. */
export function requeueAfter(
  state: State,
  { error }: PassContext,
  { intervalMs, object }: Work,
  random: Random,
): Requeue {
  if (state === 'withdrawn') return { kind: 'none' };
  if (state === 'retrying') return requeueFailed(error, random);
  if (object.metadata.deleting) return { kind: 'backoff', atLeastMs: 0 };
  return { kind: 'after', ms: spreadInterval(intervalMs, random) };
}
