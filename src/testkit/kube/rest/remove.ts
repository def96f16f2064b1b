import { conflict, notFound, type ResourceName } from '../errors/index.ts';
import { at, isObject, stringOf, type Json, type JsonObject, type KubeObject } from '../json/index.ts';
import type { ResourceKind } from '../kinds/index.ts';
import { instant, type Cluster } from './cluster.ts';
import { hasSpecFinalizers } from './commit.ts';
import { find, type WriteTarget } from './write.ts';

/** What a DELETE asks for besides its target. */
export interface DeleteOptions {
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly dryRun: boolean;
}

/** Reads DeleteOptions from the body and the query; the query wins. */
export function readDeleteOptions(body: Json, query: URLSearchParams): DeleteOptions {
  const given = isObject(body) ? body : {};
  const policy = query.get('propagationPolicy') ?? stringOf(given['propagationPolicy']);
  const dryRun = query.get('dryRun') ?? '';
  return {
    propagation: policy === 'Foreground' || policy === 'Orphan' ? policy : 'Background',
    uid: stringOf(at(given, 'preconditions', 'uid')),
    resourceVersion: stringOf(at(given, 'preconditions', 'resourceVersion')),
    dryRun: dryRun === 'All' || JSON.stringify(given['dryRun'] ?? []) === '["All"]',
  };
}

/**
 * Deletes an object, or marks it when finalizers hold it.
 * @returns what DELETE answers: the object while it lives on, else a Status or, for some kinds, the last state.
 * @throws ApiError 404, or 409 when a precondition does not hold.
 */
export function remove(cluster: Cluster, target: Omit<WriteTarget, 'options'>, options: DeleteOptions): JsonObject {
  const { kind, name } = target;
  const object = find(cluster, target);
  if (object === undefined) throw notFound(kind, name);
  requirePreconditions(kind, object, options);
  const marked = withPropagation(object, options.propagation);
  const held = (marked.metadata.finalizers ?? []).length > 0 || hasSpecFinalizers(kind, marked);
  if (!held) {
    if (!options.dryRun) cluster.store.remove(kind.storage, kind.save(marked));
    return kind.returnsDeleted ? marked : success(kind, object);
  }
  if (object.metadata.deletionTimestamp !== undefined && marked === object) return object;
  const dying = mark(kind, marked, cluster.now());
  return options.dryRun ? dying : kind.load(cluster.store.put(kind.storage, kind.save(dying)));
}

function requirePreconditions(kind: ResourceKind, object: KubeObject, options: DeleteOptions): void {
  const { uid, resourceVersion, name = '' } = object.metadata;
  const fail = (what: string, asked: string, actual: string): Error =>
    conflict(
      kind,
      name,
      `the ${what} in the precondition (${asked}) does not match the ${what} in record (${actual}). ` +
        'The object might have been deleted and then recreated',
    );
  if (options.uid !== undefined && options.uid !== uid) throw fail('UID', options.uid, uid ?? '');
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    throw fail('ResourceVersion', options.resourceVersion, resourceVersion ?? '');
  }
}

function withPropagation(object: KubeObject, propagation: DeleteOptions['propagation']): KubeObject {
  if (propagation === 'Background') return object;
  const finalizer = propagation === 'Foreground' ? 'foregroundDeletion' : 'orphan';
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(finalizer)) return object;
  return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
}

function mark(kind: ResourceKind, object: KubeObject, now: Date): KubeObject {
  const generation = object.metadata.generation;
  const metadata = {
    ...object.metadata,
    deletionTimestamp: object.metadata.deletionTimestamp ?? instant(now),
    deletionGracePeriodSeconds: 0,
    // Marking for deletion counts as a change of what is wanted.
    ...(generation === undefined || object.metadata.deletionTimestamp !== undefined
      ? {}
      : { generation: generation + 1 }),
  };
  const dying = { ...object, metadata };
  return kind.storage === 'namespaces' ? { ...dying, status: { phase: 'Terminating' } } : dying;
}

function success(of: ResourceName, object: KubeObject): JsonObject {
  const { name, uid } = object.metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(of.group === '' ? {} : { group: of.group }), kind: of.plural, uid },
  };
}
