import { z } from 'zod';
import { formatReference, type CustomResource, type ObjectReference, type TargetReference } from '#kernel';
import type { TargetStep } from './plan.ts';
import type { TargetSpec } from './spec-parse.ts';
import type { TargetRecord } from './write-result.ts';

/** Holds a resource back from its deletion until its targets in other namespaces are gone: no owner reference reaches there. */
export const FINALIZER = 'secrets.infisical.com/owned-targets';

/** One record as a status has it. A record without a policy is from before it was written down; nothing is deleted on a guess. */
const Record = z.object({
  kind: z.enum(['Secret', 'ConfigMap']),
  namespace: z.string().min(1),
  name: z.string().min(1),
  uid: z.string().min(1),
  creationPolicy: z.enum(['Owner', 'Orphan']).default('Orphan'),
  workloadsRunWith: z.string().min(1).optional().catch(undefined),
});

/** The record of a target that stands as its step wanted it. */
export function recordOf({ target, targetKind, creationPolicy }: TargetStep, uid: string): TargetRecord {
  return { kind: targetKind, namespace: target.namespace, name: target.name, uid, creationPolicy };
}

/** Reads `status.managedTargets` of unknown make; what is malformed is left out. */
export function parseInventory(records: readonly unknown[] | undefined): readonly TargetRecord[] {
  return (records ?? []).flatMap((record) => {
    const parsed = Record.safeParse(record);
    return parsed.success ? [parsed.data] : [];
  });
}

/** A record as a reference: what names it is the status. */
export function asRecorded<R extends TargetRecord>(record: R): R & TargetReference {
  return { ...record, field: 'status.managedTargets' };
}

/** What was written once and is wanted no more. */
export function droppedTargets(
  inventory: readonly TargetRecord[],
  wanted: readonly ObjectReference[],
): readonly TargetRecord[] {
  const names = new Set(wanted.map(formatReference));
  return inventory.filter((record) => !names.has(formatReference(record)));
}

/** The inventory after a pass: what stands now, and of the rest what was not cleared up. */
export function mergeInventory(
  before: readonly TargetRecord[],
  now: readonly TargetRecord[],
  cleared: readonly ObjectReference[],
): readonly TargetRecord[] {
  const settled = new Set([...now, ...cleared].map(formatReference));
  const others = before.filter((record) => !settled.has(formatReference(record)));
  return [...now, ...others].sort((a, b) => (formatReference(a) < formatReference(b) ? -1 : 1));
}

/** Whether a target goes with the resource, and no owner reference can see to it. */
export function needsFinalizer(
  { namespace }: { readonly namespace: string },
  target: Pick<TargetSpec, 'namespace' | 'creationPolicy'>,
): boolean {
  return target.creationPolicy === 'Owner' && target.namespace !== namespace;
}

/** Whether the resource is held back by our finalizer. */
export function isHeld({ metadata }: CustomResource): boolean {
  return metadata.finalizers.includes(FINALIZER);
}
