import { CLEANUP, customKinds, type CelSupport, DEFINITIONS } from '../crd/index.ts';
import type { KubeObject } from '../json/index.ts';
import type { Cluster } from '../rest/index.ts';
import type { Change } from '../storage/index.ts';
import { awaits, dropFinalizer } from './finalizer.ts';
import { deleteObject } from './garbage-collector.ts';

/** Serves the kinds of a definition from the moment it is stored, and no longer when it is gone. */
export function serveDefinition(cluster: Cluster, change: Change, cel: CelSupport): void {
  const name = change.object.metadata.name ?? '';
  cluster.kinds.replace(name, change.type === 'DELETED' ? [] : customKinds(change.object, cel));
}

/** Deletes the resources of a definition that is being deleted, then lets it go. One step; repeat until quiet. */
export function cleanDefinition(cluster: Cluster, definition: KubeObject): void {
  if (!awaits(definition, CLEANUP)) return;
  const storage = definition.metadata.name ?? '';
  const kind = cluster.kinds.ofStorage(storage);
  const left = cluster.store.list(storage);
  if (kind !== undefined) for (const object of left) deleteObject(cluster, kind, object);
  const own = cluster.kinds.ofStorage(DEFINITIONS);
  if (left.length === 0 && own !== undefined) dropFinalizer(cluster, own, definition, CLEANUP);
}
