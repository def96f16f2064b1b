import { DEFINITIONS, type CelSupport } from '../crd/index.ts';
import { keyOf } from '../json/index.ts';
import type { Cluster } from '../rest/index.ts';
import type { Change } from '../storage/index.ts';
import { cleanDefinition, serveDefinition } from './definitions.ts';
import { collectGarbage } from './garbage-collector.ts';
import { emptyNamespace, furnishNamespace } from './namespaces.ts';

/**
 * What a control plane does by itself: serves definitions (at once), collects garbage, empties namespaces (shortly after the
 * change, as the real one does, so that clients see the states in between).
 * @returns a function that stops it.
 */
export function startControllers(cluster: Cluster, cel: CelSupport): () => void {
  let due: NodeJS.Immediate | undefined;
  const sweepSoon = (): void => {
    due ??= setImmediate(() => {
      due = undefined;
      sweep(cluster);
    });
  };
  const stopObserving = cluster.store.observe((resource, change) => {
    if (resource === DEFINITIONS) serveDefinition(cluster, change, cel);
    if (resource === 'namespaces' && change.type === 'ADDED') furnishNamespace(cluster, change.object);
    if (mayLeaveGarbage(change)) sweepSoon();
  });
  return () => {
    stopObserving();
    if (due !== undefined) clearImmediate(due);
  };
}

/** Only these changes can make something collectable; sweeping after each write would cost a scan per write. */
function mayLeaveGarbage({ type, object, previous }: Change): boolean {
  if (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined) return true;
  const { ownerReferences } = object.metadata;
  return ownerReferences !== undefined && ownerReferences !== previous?.metadata.ownerReferences;
}

function sweep(cluster: Cluster): void {
  let before: number;
  do {
    before = cluster.store.version;
    for (const resource of cluster.store.resources()) sweepResource(cluster, resource);
  } while (cluster.store.version !== before);
}

function sweepResource(cluster: Cluster, resource: string): void {
  const kind = cluster.kinds.ofStorage(resource);
  if (kind === undefined) return;
  for (const listed of cluster.store.list(resource)) {
    const { uid, resourceVersion } = listed.metadata;
    const object = cluster.store.get(resource, keyOf(listed));
    // The sweep itself changes things: what is no longer as it was listed comes up in the next round.
    if (object?.metadata.uid !== uid || object?.metadata.resourceVersion !== resourceVersion) continue;
    if (resource === 'namespaces') emptyNamespace(cluster, listed);
    else if (resource === DEFINITIONS) cleanDefinition(cluster, listed);
    else collectGarbage(cluster, kind, listed);
  }
}
