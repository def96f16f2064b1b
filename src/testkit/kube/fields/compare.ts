import { listOf, objectOf, sameJson, type Json } from '../json/index.ts';
import { FieldSet } from './field-set.ts';
import { entryStep, fieldType, keyStep, resolve, UNTYPED, type MergeType } from './merge-type.ts';

/** What differs between two states of an object. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Compares field by field; keys of maps and entries of granular lists count as fields of their own. */
export function compare(type: MergeType, before: Json | undefined, after: Json | undefined): Comparison {
  const result = { added: new FieldSet(), modified: new FieldSet(), removed: new FieldSet() };
  visit(result, [], type, before, after);
  return result;
}

/** Whether the two states were equal. */
export function isSame({ added, modified, removed }: Comparison): boolean {
  return added.isEmpty && modified.isEmpty && removed.isEmpty;
}

/** The comparison without the fields below and at `ignored`. */
export function ignoring({ added, modified, removed }: Comparison, ignored: FieldSet): Comparison {
  return {
    added: added.differenceWithChildren(ignored),
    modified: modified.differenceWithChildren(ignored),
    removed: removed.differenceWithChildren(ignored),
  };
}

function visit(
  out: Comparison,
  path: readonly string[],
  type: MergeType,
  before: Json | undefined,
  after: Json | undefined,
): void {
  if (before === undefined && after === undefined) return;
  const shape = resolve(type, after ?? before);
  const other = resolve(type, before ?? after);
  // A value that changed its shape is walked once in each: as what it was, then as what it is.
  if (before !== undefined && after !== undefined && shape.shape !== other.shape) {
    leaf(out, path, before, after);
    if (other.shape !== 'scalar') children(out, path, type, before, undefined);
    if (shape.shape !== 'scalar') children(out, path, type, undefined, after);
    return;
  }
  const granular = shape.shape === 'map' ? !shape.atomic : shape.shape === 'list' && shape.relation !== 'atomic';
  if (!granular || (isBare(before) && isBare(after))) {
    leaf(out, path, before, after);
    return;
  }
  children(out, path, type, before, after);
  if (before === undefined) out.added.insert(path);
  else if (after === undefined) out.removed.insert(path);
}

function children(
  out: Comparison,
  path: readonly string[],
  type: MergeType,
  before: Json | undefined,
  after: Json | undefined,
): void {
  const shape = resolve(type, after ?? before);
  if (shape.shape === 'map') {
    const [old, next] = [objectOf(before), objectOf(after)];
    for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
      visit(out, [...path, keyStep(key)], fieldType(shape, key) ?? UNTYPED, old[key], next[key]);
    }
  } else if (shape.shape === 'list') {
    const index = (list: Json[]): Map<string, Json> => new Map(list.map((entry) => [entryStep(shape, entry), entry]));
    const [old, next] = [index(listOf(before)), index(listOf(after))];
    for (const step of new Set([...old.keys(), ...next.keys()])) {
      visit(out, [...path, step], shape.element, old.get(step), next.get(step));
    }
  }
}

function leaf(out: Comparison, path: readonly string[], before: Json | undefined, after: Json | undefined): void {
  if (before === undefined) out.added.insert(path);
  else if (after === undefined) out.removed.insert(path);
  else if (!sameJson(before, after)) out.modified.insert(path);
}

const isBare = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.length === 0 : Object.keys(objectOf(value)).length === 0;
