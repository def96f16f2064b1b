import type { ManagedFieldsEntry } from '../json/index.ts';
import { FieldSet } from './field-set.ts';

/** Who owns a set of fields: one entry of `metadata.managedFields`. */
export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** Owners by identity. Appliers keep their identity over API versions, updaters have one per version. */
export type Owners = ReadonlyMap<string, Owner>;

/** The identity under which an owner is kept. */
export function ownerId(owner: Omit<Owner, 'fields' | 'time'>): string {
  const version = owner.operation === 'Apply' ? '' : owner.apiVersion;
  return JSON.stringify([owner.manager, owner.operation, version, owner.subresource]);
}

/** Reads `metadata.managedFields`; entries of another format than FieldsV1 are dropped. */
export function readOwners(entries: readonly ManagedFieldsEntry[] | undefined): Owners {
  const owners = new Map<string, Owner>();
  for (const entry of entries ?? []) {
    if (entry.fieldsType !== 'FieldsV1' || entry.fieldsV1 === undefined) continue;
    const owner: Owner = {
      manager: entry.manager ?? 'unknown',
      operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: entry.apiVersion ?? '',
      subresource: entry.subresource ?? '',
      time: entry.time,
      fields: FieldSet.fromJson(entry.fieldsV1),
    };
    const id = ownerId(owner);
    const twin = owners.get(id);
    owners.set(id, twin === undefined ? owner : { ...owner, fields: owner.fields.union(twin.fields) });
  }
  return owners;
}

/** Writes the entries in the order of the API machinery: appliers first, then by time and name. */
export function writeOwners(owners: Owners): ManagedFieldsEntry[] {
  return [...owners.values()].sort(compareOwners).map((owner) => ({
    manager: owner.manager,
    operation: owner.operation,
    apiVersion: owner.apiVersion,
    ...(owner.time === undefined ? {} : { time: owner.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: owner.fields.toJson(),
    ...(owner.subresource === '' ? {} : { subresource: owner.subresource }),
  }));
}

function compareOwners(a: Owner, b: Owner): number {
  const keys = (owner: Owner): string[] => [
    owner.operation,
    owner.time ?? '',
    owner.manager,
    owner.apiVersion,
    owner.subresource,
  ];
  const theirs = keys(b);
  for (const [index, mine] of keys(a).entries()) {
    const other = theirs[index] ?? '';
    if (mine !== other) return mine < other ? -1 : 1;
  }
  return 0;
}
