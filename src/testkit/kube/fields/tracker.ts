import { badRequest } from '../errors/index.ts';
import {
  isKubeObject,
  metadataFault,
  objectOf,
  without,
  type JsonObject,
  type KubeObject,
  type ManagedFieldsEntry,
} from '../json/index.ts';
import { inheritedFields, refreshLastApplied } from './client-side-apply.ts';
import { compare } from './compare.ts';
import { FieldSet } from './field-set.ts';
import { ownerId, readOwners, writeOwners, type Owner, type Owners } from './managers.ts';
import { dropNulls } from './merge.ts';
import { applyConfig, ownAfterUpdate, type Writer } from './ownership.ts';

const SERVER_FIELDS = FieldSet.of(
  ...['apiVersion', 'kind', 'metadata'].map((name) => [`f:${name}`]),
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => ['f:metadata', `f:${name}`]),
);

/** An object with its ownership, as server-side apply leaves it; `object` undefined when nothing but ownership moved. */
export interface TrackedApply {
  readonly object: KubeObject | undefined;
  readonly managedFields: ManagedFieldsEntry[];
}

/**
 * `managedFields` after a create, update or plain patch from `before` to `after`. A request that brings its own entries
 * replaces them, as the real server allows; one empty entry clears them.
 */
export function trackUpdate(writer: Writer, before: KubeObject, after: KubeObject): ManagedFieldsEntry[] {
  const given = after.metadata.managedFields ?? [];
  const [first] = given;
  if (first !== undefined && given.length === 1 && Object.keys(first).length === 0) return [];
  const owners =
    given.length === 0 || writer.subresource !== '' ? readOwners(before.metadata.managedFields) : readOwners(given);
  return writeOwners(strip(ownAfterUpdate(writer, bare(before), bare(after), owners)));
}

/** Applies `config` over `live`, which is the kind's empty object when there is none yet. */
export function trackApply(
  writer: Writer,
  live: KubeObject,
  exists: boolean,
  config: KubeObject,
  force: boolean,
): TrackedApply {
  let owners = readOwners(live.metadata.managedFields);
  if (owners.size === 0 && exists) owners = ownedBeforeFirstApply(writer, live);
  const mayTake = force || inheritedFields(writer.manager, writer.type, live);
  const applied = applyConfig(writer, bare(live), bare(config), owners, mayTake);
  const managedFields = writeOwners(strip(applied.owners));
  if (applied.object === undefined) return { object: undefined, managedFields };
  const metadata = dropNulls(applied.object['metadata'] ?? {});
  const object: JsonObject = { ...applied.object, apiVersion: live.apiVersion, kind: live.kind, metadata };
  if (!isKubeObject(object)) throw badRequest(metadataFault(objectOf(metadata)) ?? 'metadata: not an object');
  return { object: refreshLastApplied(writer.manager, object, config), managedFields };
}

/** An object that nobody owns yet is owned by a manager of its own, so that the first apply conflicts with no one. */
function ownedBeforeFirstApply(writer: Writer, live: KubeObject): Owners {
  const empty = { apiVersion: live.apiVersion, kind: live.kind, metadata: {} };
  const { added } = compare(writer.type, empty, bare(live));
  const owner: Owner = {
    manager: 'before-first-apply',
    operation: 'Update',
    apiVersion: writer.apiVersion,
    subresource: '',
    time: writer.now,
    fields: added.differenceWithChildren(writer.ignored),
  };
  return new Map([[ownerId(owner), owner]]);
}

const bare = (object: KubeObject): JsonObject => ({ ...object, metadata: without(object.metadata, 'managedFields') });

/** Nobody owns what the server itself fills in. */
function strip(owners: Owners): Owners {
  const stripped = new Map<string, Owner>();
  for (const [id, owner] of owners) {
    const fields = owner.fields.difference(SERVER_FIELDS);
    if (!fields.isEmpty) stripped.set(id, { ...owner, fields });
  }
  return stripped;
}
