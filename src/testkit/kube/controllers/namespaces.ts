import type { KubeObject } from '../json/index.ts';
import { emptyObject, serviceAccount } from '../kinds/index.ts';
import { commitCreate, type Cluster } from '../rest/index.ts';
import { deleteObject } from './garbage-collector.ts';

/** Gives a new namespace the service account that every namespace has. */
export function furnishNamespace(cluster: Cluster, namespace: KubeObject): void {
  const { name } = namespace.metadata;
  if (name === undefined || cluster.store.get('serviceaccounts', `${name}/default`) !== undefined) return;
  const account = { ...emptyObject(serviceAccount), metadata: { name: 'default', namespace: name } };
  commitCreate(cluster, serviceAccount, account, false);
}

/** Deletes what a terminating namespace holds, and the namespace once nothing is left in it. One step; repeat until quiet. */
export function emptyNamespace(cluster: Cluster, namespace: KubeObject): void {
  if (namespace.metadata.deletionTimestamp === undefined) return;
  let left = 0;
  for (const resource of cluster.store.resources()) {
    const kind = cluster.kinds.ofStorage(resource);
    if (kind?.namespaced !== true) continue;
    for (const object of cluster.store.list(resource)) {
      if (object.metadata.namespace !== namespace.metadata.name) continue;
      left += 1;
      deleteObject(cluster, kind, object);
    }
  }
  if (left > 0) return;
  const finalized = { ...namespace, spec: {} };
  if ((namespace.metadata.finalizers ?? []).length === 0) cluster.store.remove('namespaces', finalized);
}
