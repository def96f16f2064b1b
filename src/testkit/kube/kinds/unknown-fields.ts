import { fieldType } from '../fields/merge-type.ts';
import type { MergeType } from '../fields/index.ts';
import { isObject, setKey, type Json, type JsonObject } from '../json/index.ts';

/** The value without undeclared fields of closed objects; their paths are added to `unknown` as strict decoding names them. */
export function dropUnknown(type: MergeType, value: Json, path: readonly string[], unknown: string[]): Json {
  if (Array.isArray(value)) {
    if (type.shape !== 'list') return value;
    const last = path.at(-1) ?? '';
    return value.map((entry, index) =>
      dropUnknown(type.element, entry, [...path.slice(0, -1), `${last}[${index}]`], unknown),
    );
  }
  if (!isObject(value) || type.shape !== 'map') return value;
  const known: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const declared = fieldType(type, key);
    if (declared === undefined) unknown.push([...path, key].join('.'));
    else setKey(known, key, dropUnknown(declared, child, [...path, key], unknown));
  }
  return known;
}

/** The value without empty lists and empty free maps: typed kinds do not tell them from absent ones. */
export function dropEmpty(type: MergeType, value: Json): Json {
  if (Array.isArray(value)) return type.shape === 'list' ? value.map((entry) => dropEmpty(type.element, entry)) : value;
  if (!isObject(value) || type.shape !== 'map') return value;
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    const below = fieldType(type, key);
    if (child === undefined || (below !== undefined && isEmptyCollection(below, child))) continue;
    setKey(kept, key, below === undefined ? child : dropEmpty(below, child));
  }
  return kept;
}

function isEmptyCollection(type: MergeType, value: Json): boolean {
  if (Array.isArray(value)) return type.shape === 'list' && value.length === 0;
  const isFreeMap =
    type.shape === 'map' && !type.atomic && type.element !== undefined && Object.keys(type.fields).length === 0;
  return isFreeMap && isObject(value) && Object.keys(value).length === 0;
}
