import { isObject, setKey, type Json, type JsonObject } from '../json/index.ts';
import { keepsUnknown, propertySchema, type SchemaNode } from './schema.ts';

const OBJECT_PARTS = ['apiVersion', 'kind', 'metadata'];

/** The value without fields that the schema does not name; their paths are added to `unknown`. */
export function prune(node: SchemaNode, value: Json, path: string, unknown: string[], isRoot = false): Json {
  if (Array.isArray(value)) {
    const { items } = node;
    if (items === undefined) return value;
    return value.map((entry, index) => prune(items, entry, `${path}[${index}]`, unknown));
  }
  if (!isObject(value)) return value;
  const embedded = isRoot || node['x-kubernetes-embedded-resource'] === true;
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const below = path === '' ? key : `${path}.${key}`;
    const schema = propertySchema(node, key);
    if (embedded && OBJECT_PARTS.includes(key)) setKey(kept, key, child);
    else if (schema !== undefined) setKey(kept, key, prune(schema, child, below, unknown));
    else if (keepsUnknown(node)) setKey(kept, key, child);
    else unknown.push(below);
  }
  return kept;
}

/** The value without nulls of fields that are not nullable: in a request they mean absence. */
export function dropAbsentNulls(node: SchemaNode, value: Json): Json {
  if (Array.isArray(value)) {
    const { items } = node;
    return items === undefined ? value : value.map((entry) => dropAbsentNulls(items, entry));
  }
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    const schema = propertySchema(node, key);
    if (child === undefined || (child === null && schema !== undefined && schema.nullable !== true)) continue;
    setKey(kept, key, schema === undefined ? child : dropAbsentNulls(schema, child));
  }
  return kept;
}

/** The value with defaults filled in, also for nulls where none may be. */
export function withDefaults(node: SchemaNode, value: Json): Json {
  if (Array.isArray(value)) {
    const { items } = node;
    return items === undefined ? value : value.map((entry) => withDefaults(items, entry));
  }
  if (!isObject(value)) return value;
  const full: JsonObject = {};
  for (const [key, child] of Object.entries(value)) if (child !== undefined) setKey(full, key, child);
  for (const [key, schema] of Object.entries(node.properties ?? {})) {
    const isUnset = full[key] === undefined || (full[key] === null && schema.nullable !== true);
    if (isUnset && schema.default !== undefined) setKey(full, key, structuredClone(schema.default));
  }
  for (const [key, child] of Object.entries(full)) {
    const schema = propertySchema(node, key);
    if (schema !== undefined && child !== undefined) setKey(full, key, withDefaults(schema, child));
  }
  return full;
}
