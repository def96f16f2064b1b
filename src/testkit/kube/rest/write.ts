import { badRequest, conflict, notFound } from '../errors/index.ts';
import { trackUpdate, type Writer } from '../fields/index.ts';
import { objectKey, type Json, type KubeObject, type ManagedFieldsEntry } from '../json/index.ts';
import { apiVersionOf, base64Fault, emptyObject, type ResourceKind } from '../kinds/index.ts';
import { asObject } from './body.ts';
import { instant, type Cluster } from './cluster.ts';
import { commitCreate, commitReplace } from './commit.ts';
import type { WriteOptions } from './options.ts';

/** Where a write goes to, and how. */
export interface WriteTarget {
  readonly kind: ResourceKind;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly options: WriteOptions;
}

/** What a write answers. */
export interface Written {
  readonly object: KubeObject;
  readonly created: boolean;
  readonly warnings: readonly string[];
}

/** POST: creates an object. */
export function create(cluster: Cluster, target: WriteTarget, body: Json): Written {
  const { kind, options } = target;
  const { object, warnings } = decodeFor(target, asObject(kind, body));
  const tracked = withManagers(object, trackUpdate(writerFor(cluster, target), emptyObject(kind), object));
  return { object: commitCreate(cluster, kind, tracked, options.dryRun), created: true, warnings };
}

/** PUT: replaces an object, or creates it for the few kinds that allow so. */
export function update(cluster: Cluster, target: WriteTarget, body: Json): Written {
  const { kind, options, subresource } = target;
  const given = asObject(kind, body);
  const { name } = given.metadata;
  if (name === undefined) throw badRequest('the name of the object must be given');
  if (name !== target.name) throw nameMismatch(name, target.name);
  const old = find(cluster, target);
  if (old === undefined) {
    if (!kind.createOnUpdate || subresource !== '') throw notFound(kind, target.name);
    return create(cluster, target, body);
  }
  const { object: next, warnings } = decodeFor(target, given);
  const tracked = withManagers(next, trackUpdate(writerFor(cluster, target), old, next));
  const object = commitReplace(cluster, { kind, old, next: tracked, subresource, dryRun: options.dryRun });
  return { object, created: false, warnings };
}

/** The object of a target, in the version asked for. */
export function find(cluster: Cluster, target: Omit<WriteTarget, 'options'>): KubeObject | undefined {
  const stored = cluster.store.get(target.kind.storage, objectKey(target.namespace, target.name));
  return stored === undefined ? undefined : target.kind.load(stored);
}

/** Who writes here, for ownership. */
export function writerFor(cluster: Cluster, target: WriteTarget): Writer {
  return {
    manager: target.options.manager,
    apiVersion: apiVersionOf(target.kind),
    subresource: target.subresource,
    type: target.kind.mergeType,
    ignored: target.kind.ignored(target.subresource),
    now: instant(cluster.now()),
  };
}

/** The object with these owners; none leaves the field out. */
export function withManagers(object: KubeObject, managedFields: ManagedFieldsEntry[]): KubeObject {
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

/**
 * Decodes an object for its kind and puts it into the namespace of the path.
 * @throws ApiError 400 for unknown fields under strict validation, another namespace, or data that is no base64.
 */
export function decodeFor(
  target: WriteTarget,
  given: KubeObject,
  refuse: (kind: ResourceKind, why: string) => Error = undecodable,
): { object: KubeObject; warnings: string[] } {
  const { kind, options } = target;
  const base64 = kind.storage === 'secrets' ? base64Fault(given) : undefined;
  if (base64 !== undefined) throw undecodable(kind, base64);
  const { object, unknown } = kind.decode(given);
  const complaints = unknown.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (complaints.length > 0 && options.validation === 'Strict') {
    throw refuse(kind, `strict decoding error: ${complaints.join(', ')}`);
  }
  const { namespace } = object.metadata;
  if (kind.namespaced && namespace !== undefined && namespace !== '' && namespace !== target.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const placed = kind.namespaced ? { ...object.metadata, namespace: target.namespace } : object.metadata;
  return { object: { ...object, metadata: placed }, warnings: options.validation === 'Warn' ? complaints : [] };
}

function undecodable(kind: ResourceKind, why: string): Error {
  return badRequest(
    `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${why}`,
  );
}

/** 400: the body names another object than the path. */
export function nameMismatch(given: string, asked: string): Error {
  return badRequest(`the name of the object (${given}) does not match the name on the URL (${asked})`);
}

/** 409: an apply insists on the uid of an object that is not there. */
export function missingUid(kind: ResourceKind, name: string, uid: string): Error {
  return conflict(
    kind,
    name,
    `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
  );
}
