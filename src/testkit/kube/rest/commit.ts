import { randomUUID } from 'node:crypto';
import { alreadyExists, conflict, FieldError, forbidden, invalid, notFound, staleVersion } from '../errors/index.ts';
import {
  at,
  listOf,
  objectKey,
  sameJson,
  without,
  type KubeObject,
  type ManagedFieldsEntry,
  type ObjectMeta,
} from '../json/index.ts';
import type { ResourceKind } from '../kinds/index.ts';
import { instant, type Cluster } from './cluster.ts';
import { generateName, metadataErrors } from './metadata-rules.ts';

/** Refuses writes into a namespace that is missing or on its way out. */
function requireNamespace(cluster: Cluster, kind: ResourceKind, namespace: string, name: string): void {
  if (!kind.namespaced) return;
  const home = cluster.store.get('namespaces', namespace);
  if (home === undefined) throw notFound({ group: '', plural: 'namespaces', kind: 'Namespace' }, namespace);
  if (home.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  throw forbidden(kind, name, why, [cause]);
}

/**
 * Creates a decoded object.
 * @throws ApiError 404 or 403 for its namespace, 422 when it breaks rules, 409 when the name is taken.
 */
export function commitCreate(cluster: Cluster, kind: ResourceKind, object: KubeObject, dryRun: boolean): KubeObject {
  const { metadata } = object;
  const namespace = metadata.namespace ?? '';
  requireNamespace(cluster, kind, namespace, metadata.name ?? '');
  const prefix = metadata.generateName ?? '';
  const name = metadata.name === undefined && prefix !== '' ? generateName(prefix) : metadata.name;
  const system: ObjectMeta = {
    ...without(
      metadata,
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'resourceVersion',
      'selfLink',
      'generation',
    ),
    ...(name === undefined ? {} : { name }),
    uid: randomUUID(),
    creationTimestamp: instant(cluster.now()),
  };
  const fresh = tidy(kind.prepareCreate({ ...object, metadata: system }));
  const errors = [...metadataErrors(kind, fresh, undefined), ...kind.validate(fresh, undefined)];
  if (errors.length > 0) throw invalid(kind, name ?? '', errors);
  const stored = kind.save(fresh);
  if (cluster.store.get(kind.storage, objectKey(namespace, name ?? '')) !== undefined) {
    throw alreadyExists(kind, name ?? '');
  }
  return kind.load(dryRun ? stored : cluster.store.put(kind.storage, stored));
}

/** What a replacing write is about. */
export interface Replacement {
  readonly kind: ResourceKind;
  readonly old: KubeObject;
  readonly next: KubeObject;
  readonly subresource: string;
  readonly dryRun: boolean;
}

/**
 * Replaces `old` by `next`, as far as this endpoint may. An object that is being deleted and has lost its last finalizer
 * is removed. A write that changes nothing but the times of ownership is none: it keeps its version.
 * @throws ApiError 409 for a stale version or another uid, 422 when the result breaks rules.
 */
export function commitReplace(cluster: Cluster, write: Replacement): KubeObject {
  const { kind, old, next, subresource, dryRun } = write;
  const name = old.metadata.name ?? '';
  requireFresh(kind, old, next);
  const prepared = tidy(
    kind.prepareUpdate({ ...next, metadata: systemMeta(next.metadata, old.metadata) }, old, subresource),
  );
  const errors = [...metadataErrors(kind, prepared, old), ...kind.validate(prepared, old)];
  if (errors.length > 0) throw invalid(kind, name, errors);
  const { deletionTimestamp, finalizers } = prepared.metadata;
  if (deletionTimestamp !== undefined && (finalizers ?? []).length === 0 && !hasSpecFinalizers(kind, prepared)) {
    return dryRun ? prepared : kind.load(cluster.store.remove(kind.storage, kind.save(prepared)));
  }
  if (sameButTimes(prepared, old)) return old;
  return dryRun ? prepared : kind.load(cluster.store.put(kind.storage, kind.save(prepared)));
}

/** Namespaces keep their own list of finalizers in spec. */
export function hasSpecFinalizers(kind: ResourceKind, object: KubeObject): boolean {
  return kind.storage === 'namespaces' && listOf(at(object, 'spec', 'finalizers')).length > 0;
}

function requireFresh(kind: ResourceKind, old: KubeObject, next: KubeObject): void {
  const name = old.metadata.name ?? '';
  const { uid, resourceVersion } = next.metadata;
  if (uid !== undefined && uid !== '' && uid !== old.metadata.uid) {
    throw conflict(
      kind,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid ?? ''}`,
    );
  }
  if (resourceVersion === undefined || resourceVersion === '' || resourceVersion === '0') {
    if (kind.unconditionalUpdate) return;
    const error = FieldError.invalid('metadata.resourceVersion', 0, 'must be specified for an update');
    // The real server names the resource here, where it names the kind elsewhere.
    throw invalid({ group: kind.group, kind: kind.plural }, name, [error]);
  }
  if (resourceVersion !== old.metadata.resourceVersion) throw staleVersion(kind, name);
}

/** What the server alone writes is taken from the old object. */
function systemMeta(next: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const kept: ObjectMeta = {
    ...without(next, 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'selfLink'),
  };
  for (const key of [
    'name',
    'namespace',
    'generateName',
    'uid',
    'resourceVersion',
    'creationTimestamp',
    'generation',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ]) {
    if (old[key] !== undefined) kept[key] = old[key];
  }
  return kept;
}

/** Empty maps and lists of the metadata are not stored, as they are not in the real server's objects. */
function tidy(object: KubeObject): KubeObject {
  const metadata: ObjectMeta = { ...object.metadata };
  for (const key of ['labels', 'annotations', 'finalizers', 'ownerReferences', 'managedFields']) {
    const value = metadata[key];
    // Keys are from the list above; nothing else of the metadata is touched.
    if (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
      Reflect.deleteProperty(metadata, key);
  }
  return { ...object, metadata };
}

function sameButTimes(a: KubeObject, b: KubeObject): boolean {
  const timeless = (entries: readonly ManagedFieldsEntry[] | undefined): ManagedFieldsEntry[] =>
    (entries ?? [])
      .map((entry) => without(entry, 'time'))
      .sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1));
  const bare = (object: KubeObject): KubeObject => ({
    ...object,
    metadata: { ...without(object.metadata, 'managedFields') },
  });
  return sameJson(bare(a), bare(b)) && sameJson(timeless(a.metadata.managedFields), timeless(b.metadata.managedFields));
}
