import type { KubeObject } from '../json/index.ts';
import type { ResourceKind } from '../kinds/index.ts';
import { hasSpecFinalizers, type Cluster } from '../rest/index.ts';

/** Takes one finalizer off; an object that is being deleted and was held by nothing else is gone after that. */
export function dropFinalizer(cluster: Cluster, kind: ResourceKind, object: KubeObject, finalizer: string): void {
  const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
  const { finalizers: _all, ...rest } = object.metadata;
  const next = { ...object, metadata: finalizers.length === 0 ? rest : { ...rest, finalizers } };
  const held = finalizers.length > 0 || hasSpecFinalizers(kind, next);
  if (next.metadata.deletionTimestamp === undefined || held) cluster.store.put(kind.storage, next);
  else cluster.store.remove(kind.storage, next);
}

/** Whether the object is being deleted and waits for this finalizer. */
export function awaits(object: KubeObject, finalizer: string): boolean {
  return object.metadata.deletionTimestamp !== undefined && object.metadata.finalizers?.includes(finalizer) === true;
}
