import { objectKey, type KubeObject, type OwnerReference } from '../json/index.ts';
import type { ResourceKind } from '../kinds/index.ts';
import { remove, type Cluster, type DeleteOptions } from '../rest/index.ts';
import { awaits, dropFinalizer } from './finalizer.ts';

const IN_BACKGROUND: DeleteOptions = {
  propagation: 'Background',
  uid: undefined,
  resourceVersion: undefined,
  dryRun: false,
};

type OwnerState = 'present' | 'absent' | 'waiting';

/** Deletes what no owner holds any more, and finishes foreground and orphaning deletions. One step; repeat until quiet. */
export function collectGarbage(cluster: Cluster, kind: ResourceKind, object: KubeObject): void {
  collectDependent(cluster, kind, object);
  if (awaits(object, 'orphan')) {
    for (const [dependentKind, dependent] of dependents(cluster, object))
      release(cluster, dependentKind, dependent, object);
    dropFinalizer(cluster, kind, object, 'orphan');
  } else if (awaits(object, 'foregroundDeletion')) {
    const blocking = dependents(cluster, object).some(([, dependent]) =>
      dependent.metadata.ownerReferences?.some(
        (owner) => owner.uid === object.metadata.uid && owner.blockOwnerDeletion === true,
      ),
    );
    if (!blocking) dropFinalizer(cluster, kind, object, 'foregroundDeletion');
  }
}

function collectDependent(cluster: Cluster, kind: ResourceKind, object: KubeObject): void {
  const owners = object.metadata.ownerReferences ?? [];
  if (owners.length === 0) return;
  const states = owners.map((owner) => ownerState(cluster, object, owner));
  if (!states.includes('present')) {
    if (object.metadata.deletionTimestamp !== undefined) return;
    const propagation = states.includes('waiting') && hasDependents(cluster, object) ? 'Foreground' : 'Background';
    deleteObject(cluster, kind, object, { ...IN_BACKGROUND, propagation });
    return;
  }
  const kept = owners.filter((_, index) => states[index] === 'present');
  if (kept.length < owners.length) {
    cluster.store.put(kind.storage, { ...object, metadata: { ...object.metadata, ownerReferences: kept } });
  }
}

/** Deletes an object as a client would. */
export function deleteObject(
  cluster: Cluster,
  kind: ResourceKind,
  object: KubeObject,
  options: DeleteOptions = IN_BACKGROUND,
): void {
  const { namespace = '', name = '' } = object.metadata;
  remove(cluster, { kind, namespace, name, subresource: '' }, options);
}

function ownerState(cluster: Cluster, dependent: KubeObject, owner: OwnerReference): OwnerState {
  const kind = cluster.kinds.ofObject(owner.apiVersion, owner.kind);
  // Of kinds that nobody serves, the real collector knows nothing and deletes nothing.
  if (kind === undefined) return 'present';
  const { namespace } = dependent.metadata;
  if (kind.namespaced && namespace === undefined) return 'present';
  const key = objectKey(kind.namespaced ? namespace : undefined, owner.name);
  const object = cluster.store.get(kind.storage, key);
  if (object === undefined) return 'absent';
  // The same name under another uid is a successor, not the owner.
  if (object.metadata.uid !== owner.uid) return 'absent';
  return awaits(object, 'foregroundDeletion') ? 'waiting' : 'present';
}

function dependents(cluster: Cluster, owner: KubeObject): [ResourceKind, KubeObject][] {
  const { uid } = owner.metadata;
  return cluster.store.resources().flatMap((resource) => {
    const kind = cluster.kinds.ofStorage(resource);
    if (kind === undefined) return [];
    return cluster.store
      .list(resource)
      .filter((object) => object.metadata.ownerReferences?.some((each) => each.uid === uid) === true)
      .map((object): [ResourceKind, KubeObject] => [kind, object]);
  });
}

const hasDependents = (cluster: Cluster, owner: KubeObject): boolean => dependents(cluster, owner).length > 0;

function release(cluster: Cluster, kind: ResourceKind, dependent: KubeObject, owner: KubeObject): void {
  const { ownerReferences: owners = [], ...rest } = dependent.metadata;
  const kept = owners.filter((each) => each.uid !== owner.metadata.uid);
  const metadata = kept.length === 0 ? rest : { ...rest, ownerReferences: kept };
  cluster.store.put(kind.storage, { ...dependent, metadata });
}
