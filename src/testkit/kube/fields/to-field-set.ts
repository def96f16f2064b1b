import { isObject, listOf, objectOf, type Json } from '../json/index.ts';
import { FieldSet } from './field-set.ts';
import { entryStep, fieldType, keyStep, resolve, UNTYPED, type MergeType } from './merge-type.ts';

/**
 * The fields that an applied configuration names. Leaves are members; so are keys of free maps and entries of granular
 * lists; declared objects are not, unless empty or null, so that applying a child does not claim its parent.
 */
export function toFieldSet(type: MergeType, value: Json): FieldSet {
  const set = new FieldSet();
  visit(set, [], type, value);
  return set;
}

function visit(set: FieldSet, path: readonly string[], type: MergeType, value: Json): void {
  const shape = resolve(type, value);
  if (shape.shape === 'scalar' || (shape.shape === 'map' && shape.atomic)) {
    set.insert(path);
  } else if (shape.shape === 'map') {
    for (const [key, child] of Object.entries(objectOf(value))) {
      if (child === undefined) continue;
      const below = [...path, keyStep(key)];
      visit(set, below, fieldType(shape, key) ?? UNTYPED, child);
      const empty = child === null || (isObject(child) && Object.keys(child).length === 0);
      if (empty || !Object.hasOwn(shape.fields, key)) set.insert(below);
    }
  } else if (shape.relation === 'atomic') {
    set.insert(path);
  } else {
    for (const entry of listOf(value)) {
      const below = [...path, entryStep(shape, entry)];
      visit(set, below, shape.element, entry);
      set.insert(below);
    }
  }
}
