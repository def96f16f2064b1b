import { GoComplex, GoInt, GoList, GoMap, GoObject, GoStruct, SECRET_TYPE, type Slot } from './value.ts';

/** Go's kind of a value, as `kindOf` names it. */
export function kindOf(value: Slot): string {
  if (value === undefined || value === null) return 'invalid';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  if (value instanceof GoInt) return value.type;
  if (value instanceof GoComplex) return 'complex128';
  if (value instanceof GoList) return 'slice';
  if (value instanceof GoMap) return 'map';
  if (value instanceof GoStruct) return 'struct';
  return value.kind;
}

/** Go's type of a value, as %T prints it. */
export function typeOf(value: Slot): string {
  if (value === undefined || value === null) return '<nil>';
  if (value instanceof GoList) return `[]${value.element}`;
  if (value instanceof GoMap) return `map[string]${value.element === 'struct' ? SECRET_TYPE : value.element}`;
  if (value instanceof GoStruct) return value.type;
  return value instanceof GoObject ? value.type : kindOf(value);
}

/** Go's truth: not zero, not empty, not nil; a struct is always true. */
export function isTrue(value: Slot): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.length > 0;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (value instanceof GoInt) return value.value !== 0n;
  if (value instanceof GoComplex) return value.real !== 0 || value.imaginary !== 0;
  if (value instanceof GoList) return value.items.length > 0;
  if (value instanceof GoMap) return value.entries.size > 0;
  return (
    value instanceof GoStruct || typeof value.essence !== 'bigint' || value.kind === 'struct' || value.essence !== 0n
  );
}
