import type { Meter } from '../meter.ts';
import { kindOf, typeOf } from './kinds.ts';
import { GoComplex, GoInt, GoList, GoMap, GoObject, GoStruct, type Value } from './value.ts';

/** Go's reflect.DeepEqual: same type, same contents; a nil and an empty slice differ. Pays for each step. */
export function deepEqual(left: Value, right: Value, meter: Meter, level = 0): boolean {
  meter.depth(level);
  if (left === null || right === null) return left === right;
  if (kindOf(left) !== kindOf(right) || typeOf(left) !== typeOf(right)) return false;
  if (left instanceof GoList && right instanceof GoList) {
    if (left.isNil !== right.isNil || left.items.length !== right.items.length) return false;
    return left.items.every((item, i) => deepEqual(item, right.items[i] ?? null, meter, level + 1));
  }
  if (left instanceof GoMap && right instanceof GoMap) {
    if (left.isNil !== right.isNil || left.entries.size !== right.entries.size) return false;
    for (const [key, value] of left.entries) {
      const other = right.entries.get(key);
      if (other === undefined || !deepEqual(value, other, meter, level + 1)) return false;
    }
    return true;
  }
  return sameScalar(left, right);
}

/** Go's == for values of one type that can be compared at all. */
export function sameScalar(left: Value, right: Value): boolean {
  if (left instanceof GoInt && right instanceof GoInt) return left.value === right.value;
  if (left instanceof GoComplex && right instanceof GoComplex) {
    return left.real === right.real && left.imaginary === right.imaginary;
  }
  if (left instanceof GoStruct && right instanceof GoStruct) {
    return left.fields.every((field, i) => sameScalar(field.value, right.fields[i]?.value ?? null));
  }
  if (left instanceof GoObject && right instanceof GoObject) return left.essence === right.essence;
  return left === right;
}
