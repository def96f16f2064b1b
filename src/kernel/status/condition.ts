import { z } from 'zod';

/** Status of a condition, as metav1.Condition has it. */
export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** One entry of `status.conditions`, as it stands in the cluster. */
export interface Condition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
  /** RFC 3339, whole seconds, UTC. Moves only when the status flips. */
  readonly lastTransitionTime: string;
  /** The generation of the spec that this speaks of. */
  readonly observedGeneration: number;
}

/** What a state of a machine says about one condition. */
export type ConditionVerdict =
  | { readonly kind: 'set'; readonly status: ConditionStatus; readonly reason: string; readonly message: string }
  /** Leaves what stands there. */
  | { readonly kind: 'unchanged' }
  /** Takes it away: kstatus wants conditions of abnormal polarity present only while they are true. */
  | { readonly kind: 'absent' };

const ConditionShape = z.object({
  // What is kept is sent back, so all of it must be what the API server takes.
  type: z.string().min(1),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().min(1),
  message: z.string().default(''),
  lastTransitionTime: z.iso.datetime({ offset: true }),
  observedGeneration: z.number().int().default(0),
});

/** Conditions out of a status of unknown make; entries that are none (an older operator's, a hand edit) are left out. */
export function parseConditions(value: unknown): Condition[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const parsed = ConditionShape.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A message no longer than metav1.Condition allows (32 KiB); long lists of keys are cut where the reader still sees that they are. */
export function boundedMessage(message: string, longest = 4_096): string {
  if (message.length <= longest) return message;
  // Half of a surrogate pair would come back from the server as another character, and look like a change for ever.
  return `${message.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * The conditions after a verdict for each of some types. Types that no verdict speaks of stay. `lastTransitionTime` moves only on a flip of status;
 * all that is set gets the present generation. The order is that of `verdicts`, then whatever stood there besides.
 */
export function mergeConditions(
  present: readonly Condition[],
  verdicts: Readonly<Record<string, ConditionVerdict>>,
  at: { readonly generation: number; readonly nowMs: number },
): Condition[] {
  const before = new Map(present.map((condition) => [condition.type, condition]));
  const merged: Condition[] = [];
  for (const [type, verdict] of Object.entries(verdicts)) {
    const old = before.get(type);
    before.delete(type);
    if (verdict.kind === 'unchanged' && old !== undefined) merged.push(old);
    if (verdict.kind !== 'set') continue;
    const flipped = old?.status !== verdict.status;
    merged.push({
      type,
      status: verdict.status,
      reason: verdict.reason,
      message: boundedMessage(verdict.message),
      lastTransitionTime: flipped ? formatTime(at.nowMs) : old.lastTransitionTime,
      observedGeneration: at.generation,
    });
  }
  return [...merged, ...before.values()];
}
