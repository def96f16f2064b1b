import { isObject, type Json, type JsonObject } from '../json/index.ts';
import { field, fieldName, keyedEntry, setEntry } from './path-element.ts';

/** A value that is owned and replaced as one. */
export interface ScalarType {
  readonly shape: 'scalar';
}

/** An object: declared fields, free keys (`element`), or both; an atomic one is owned as a whole. */
export interface MapType {
  readonly shape: 'map';
  readonly atomic: boolean;
  readonly fields: Readonly<Record<string, MergeType>>;
  readonly element?: MergeType;
}

/** A list: atomic, a set of scalars, or objects told apart by key fields. */
export interface ListType {
  readonly shape: 'list';
  readonly relation: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  /** Values that a key field takes when the entry leaves it out, such as the protocol of a port. */
  readonly keyDefaults: Readonly<Record<string, Json>>;
  readonly element: MergeType;
}

/** No schema: the shape follows the value; maps are granular and lists atomic. */
export interface UntypedType {
  readonly shape: 'untyped';
}

/** How ownership and merging treat a value. */
export type MergeType = ScalarType | MapType | ListType | UntypedType;

export const SCALAR: ScalarType = { shape: 'scalar' };
export const UNTYPED: UntypedType = { shape: 'untyped' };
const UNTYPED_MAP: MapType = { shape: 'map', atomic: false, fields: {}, element: UNTYPED };

/** A granular object with these fields. */
export const struct = (fields: Readonly<Record<string, MergeType>>, element?: MergeType): MapType =>
  element === undefined ? { shape: 'map', atomic: false, fields } : { shape: 'map', atomic: false, fields, element };

/** A granular map from free keys to `element`. */
export const mapOf = (element: MergeType): MapType => ({ shape: 'map', atomic: false, fields: {}, element });

/** A list that is replaced as a whole. */
export const atomicList = (element: MergeType = UNTYPED): ListType => ({
  shape: 'list',
  relation: 'atomic',
  keys: [],
  keyDefaults: {},
  element,
});

/** A list of distinct scalars. */
export const setOf = (element: MergeType = SCALAR): ListType => ({ ...atomicList(element), relation: 'set' });

/** A list whose entries are told apart by the fields `keys`. */
export const keyedList = (
  keys: readonly string[],
  element: MergeType,
  keyDefaults: Readonly<Record<string, Json>> = {},
): ListType => ({ shape: 'list', relation: 'map', keys, keyDefaults, element });

/** An object that is replaced as a whole. */
export const ATOMIC_MAP: MapType = { shape: 'map', atomic: true, fields: {}, element: UNTYPED };

/** The shape to treat `value` with: an untyped one, or one that contradicts its schema, is told by the value. */
export function resolve(type: MergeType, value: Json | undefined): ScalarType | MapType | ListType {
  if (type.shape === 'map' && (isObject(value) || value === null || value === undefined)) return type;
  if (type.shape === 'list' && (Array.isArray(value) || value === null || value === undefined)) return type;
  if (type.shape !== 'untyped') return SCALAR;
  if (Array.isArray(value)) return atomicList();
  return isObject(value) ? UNTYPED_MAP : SCALAR;
}

/** The type one step below, or `undefined` where the schema has none. */
export function childType(type: MergeType, step: string): MergeType | undefined {
  const name = fieldName(step);
  if (type.shape === 'untyped') return UNTYPED;
  if (type.shape === 'map' && name !== undefined) return fieldType(type, name);
  return type.shape === 'list' && name === undefined ? type.element : undefined;
}

/** The type of a key of a map. */
export function fieldType(type: MapType, name: string): MergeType | undefined {
  return Object.hasOwn(type.fields, name) ? type.fields[name] : type.element;
}

/** The step that identifies one entry of a granular list. */
export function entryStep(type: ListType, entry: Json): string {
  if (type.relation === 'set') return setEntry(entry);
  const object: JsonObject = isObject(entry) ? entry : {};
  const keys: Record<string, Json> = {};
  for (const key of type.keys) {
    const value = object[key] ?? type.keyDefaults[key];
    if (value !== undefined) keys[key] = value;
  }
  return keyedEntry(keys);
}

/** The step into one key of a map. */
export const keyStep = field;
