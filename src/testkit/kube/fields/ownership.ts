import { objectOf, type JsonObject } from '../json/index.ts';
import { compare, ignoring, isSame, type Comparison } from './compare.ts';
import { conflictError, type OwnershipConflict } from './conflicts.ts';
import { FieldSet } from './field-set.ts';
import { ownerId, type Owner, type Owners } from './managers.ts';
import { merge, removeFields } from './merge.ts';
import type { MergeType } from './merge-type.ts';
import { toFieldSet } from './to-field-set.ts';

/** Who writes, in what shape, and which fields this endpoint resets and so never gives away. */
export interface Writer {
  readonly manager: string;
  readonly apiVersion: string;
  readonly subresource: string;
  readonly type: MergeType;
  readonly ignored: FieldSet;
  /** RFC 3339, written to entries whose owner changed something. */
  readonly now: string;
}

/** The outcome of an apply; `object` is undefined when applying changed no field. */
export interface Applied {
  readonly object: JsonObject | undefined;
  readonly owners: Owners;
}

/** The owners after `writer` has replaced `before` by `after` with create, update or a plain patch. */
export function ownAfterUpdate(writer: Writer, before: JsonObject, after: JsonObject, owners: Owners): Owners {
  const difference = ignoring(compare(writer.type, before, after), writer.ignored);
  const { next } = handOver(owners, difference, undefined);
  const mine: Owner = { ...identity(writer, 'Update'), time: writer.now, fields: new FieldSet() };
  const taken = difference.modified.union(difference.added);
  if (taken.isEmpty) return next;
  const previous = next.get(ownerId(mine))?.fields ?? mine.fields;
  next.set(ownerId(mine), { ...mine, fields: previous.union(taken) });
  return next;
}

/**
 * Server-side apply: merges `config` into `live`, drops what this applier named before and no longer names unless
 * another owns it, and moves ownership.
 * @param force whether fields are taken from other managers: all, none, or those of a set
 * @throws ApiError 409 when another manager owns a changed field that may not be taken.
 */
export function applyConfig(
  writer: Writer,
  live: JsonObject,
  config: JsonObject,
  owners: Owners,
  force: boolean | FieldSet,
): Applied {
  const me = identity(writer, 'Apply');
  const id = ownerId(me);
  const last = owners.get(id);
  const named = toFieldSet(writer.type, config).differenceWithChildren(writer.ignored);
  const claimed = new Map(owners).set(id, { ...me, time: last?.time, fields: named });
  const merged = objectOf(merge(writer.type, live, config));
  const pruned = last === undefined || last.fields.isEmpty ? merged : prune(writer.type, merged, claimed, last.fields);
  const difference = ignoring(compare(writer.type, live, pruned), writer.ignored);
  const { next, conflicts } = handOver(claimed, difference, id);
  const refused = force === true ? [] : conflicts.flatMap((conflict) => withoutFields(conflict, force));
  if (refused.length > 0) throw conflictError(refused);
  const mine = next.get(id);
  if (named.isEmpty) next.delete(id);
  if (isSame(difference)) return { object: undefined, owners: next };
  if (mine !== undefined && !named.isEmpty) next.set(id, { ...mine, time: writer.now });
  return { object: pruned, owners: next };
}

function withoutFields(conflict: OwnershipConflict, allowed: false | FieldSet): OwnershipConflict[] {
  const fields = allowed === false ? conflict.fields : conflict.fields.difference(allowed);
  return fields.isEmpty ? [] : [{ ...conflict, fields }];
}

const identity = (writer: Writer, operation: Owner['operation']): Omit<Owner, 'fields' | 'time'> => ({
  manager: writer.manager,
  operation,
  apiVersion: writer.apiVersion,
  subresource: writer.subresource,
});

/** Takes changed and removed fields away from everyone but `except`; owners left with nothing disappear. */
function handOver(
  owners: Owners,
  difference: Comparison,
  except: string | undefined,
): { next: Map<string, Owner>; conflicts: OwnershipConflict[] } {
  const next = new Map<string, Owner>();
  const conflicts: OwnershipConflict[] = [];
  const changed = difference.modified.union(difference.added);
  for (const [id, owner] of owners) {
    if (id === except) {
      next.set(id, owner);
      continue;
    }
    const disputed = owner.fields.intersection(changed);
    if (!disputed.isEmpty) conflicts.push({ owner, fields: disputed });
    const fields = owner.fields.difference(disputed).difference(difference.removed);
    if (!fields.isEmpty) next.set(id, { ...owner, fields });
  }
  return { next, conflicts };
}

/** Removes the fields of the last configuration, then puts back what anyone owns and what nobody ever owned. */
function prune(type: MergeType, merged: JsonObject, owners: Owners, last: FieldSet): JsonObject {
  const named = (value: JsonObject): FieldSet => toFieldSet(type, value).withNamedParents(type);
  const all = named(merged);
  const lastNamed = last.withNamedParents(type);
  let owned = new FieldSet();
  for (const owner of owners.values()) owned = owned.union(owner.fields);
  const stripped = objectOf(removeFields(type, merged, lastNamed));
  const unowned = all.difference(named(stripped)).difference(owned.withNamedParents(type));
  const withOwned = objectOf(removeFields(type, merged, unowned));
  const dangling = all.difference(named(withOwned)).intersection(lastNamed);
  return objectOf(removeFields(type, merged, dangling));
}
