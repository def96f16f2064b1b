import { formatReference, type TargetReference } from '#kernel';
import { FINALIZER, asRecorded, isHeld, needsFinalizer } from './inventory.ts';
import { removeOwned, type TargetServices } from './targets.ts';
import type { TargetSpec } from './spec-parse.ts';
import type { Work } from './work.ts';
import type { TargetRecord } from './write-result.ts';

/** Kubernetes' own finalizer of `kubectl delete --cascade=orphan`: everything that a resource owns shall stay. */
const KEEP_DEPENDENTS = 'orphan';

/**
 * Deletes what goes with a resource that is being deleted and what no owner reference reaches, then lets the resource go. Safe to repeat
 * from any point. Throws what kept a target from being deleted; the resource waits for it then, as its finalizer says.
 */
export async function releaseResource(
  services: Pick<TargetServices, 'expectations' | 'events' | 'finalizers'>,
  work: Pick<Work, 'object' | 'identity' | 'access' | 'inventory'>,
  wanted: readonly TargetSpec[],
  signal: AbortSignal,
): Promise<void> {
  if (!isHeld(work.object)) return;
  const { metadata } = work.object;
  if (!metadata.finalizers.includes(KEEP_DEPENDENTS)) {
    for (const target of ownedElsewhere(metadata, work.inventory, wanted)) {
      await removeOwned(services, work, target, signal);
    }
  }
  await services.finalizers.remove(work.identity, FINALIZER, signal);
}

/** From the inventory, and from the spec what a crash kept out of the inventory. */
function ownedElsewhere(
  resource: { readonly namespace: string },
  inventory: readonly TargetRecord[],
  wanted: readonly TargetSpec[],
): readonly (TargetReference & { readonly uid?: string })[] {
  const recorded = inventory.filter((record) => needsFinalizer(resource, record));
  const names = new Set(recorded.map(formatReference));
  const unrecorded = wanted
    .filter((target) => needsFinalizer(resource, target) && !names.has(formatReference(target)))
    .map(({ kind, namespace, name, field }) => ({ kind, namespace, name, field }));
  return [...recorded.map(asRecorded), ...unrecorded];
}
