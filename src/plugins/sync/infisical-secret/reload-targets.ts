import { formatReference, type ObjectReference } from '#kernel';
import { DATA_HASH } from './annotations.ts';
import type { Comparison, TargetStep } from './plan.ts';
import type { ReloadTarget } from './reload/index.ts';
import type { TargetRecord, WriteResult } from './write-result.ts';

/**
 * Digits of a hash that are rolled out. Pod templates are read by more people than Secrets: 32 bits tell one version from the next, and too little of a
 * value to find it out by trying.
 */
const HASH_DIGITS = 8;

/** The targets that are in place after a pass, as those who use them see them. `inventory`: as it was before the pass. Pure. */
export function reloadTargets(
  comparison: Comparison | undefined,
  written: WriteResult | undefined,
  inventory: readonly TargetRecord[],
): readonly ReloadTarget[] {
  const inPlace = new Set(written?.records.map(formatReference));
  return (comparison?.steps ?? []).flatMap((step) => {
    const name = formatReference(referenceOf(step));
    if (step.kind !== 'keep' && !inPlace.has(name)) return [];
    return [targetOf(step, inventory.find((record) => formatReference(record) === name)?.workloadsRunWith)];
  });
}

function targetOf(step: TargetStep, noted: string | undefined): ReloadTarget {
  return {
    reference: referenceOf(step),
    hash: short(step.target.annotations[DATA_HASH] ?? ''),
    // Before this was noted: what stood in the target when the pass began.
    settledFor: noted ?? (step.heldHash === undefined ? undefined : short(step.heldHash)),
  };
}

function referenceOf({ targetKind: kind, target: { namespace, name } }: TargetStep): ObjectReference {
  return { kind, namespace, name };
}

function short(hash: string): string {
  return hash.slice(0, HASH_DIGITS);
}
