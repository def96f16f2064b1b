import {
  atomicList,
  keyedList,
  objectType,
  SCALAR,
  setOf,
  struct,
  UNTYPED,
  type MapType,
  type MergeType,
} from '../fields/index.ts';
import type { Json } from '../json/index.ts';
import { elementSchema, keepsUnknown, type SchemaNode } from './schema.ts';

/** How ownership treats objects of this schema; the root gets the metadata that every object has. */
export function rootMergeType(node: SchemaNode): MapType {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...own } = node.properties ?? {};
  return objectType(fieldTypes(own), keepsUnknown(node) ? UNTYPED : undefined);
}

const fieldTypes = (properties: Readonly<Record<string, SchemaNode>>): Record<string, MergeType> =>
  Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, mergeTypeOf(child)]));

function mergeTypeOf(node: SchemaNode): MergeType {
  if (node.type === 'array') return listTypeOf(node);
  if (node.type === 'object') return mapTypeOf(node);
  return node['x-kubernetes-preserve-unknown-fields'] === true && node.type === undefined ? UNTYPED : SCALAR;
}

function mapTypeOf(node: SchemaNode): MergeType {
  if (node.properties === undefined && elementSchema(node) === undefined && keepsUnknown(node)) {
    return node['x-kubernetes-map-type'] === 'atomic' ? { ...struct({}, UNTYPED), atomic: true } : UNTYPED;
  }
  const free = elementSchema(node);
  const element = free === undefined ? (keepsUnknown(node) ? UNTYPED : undefined) : mergeTypeOf(free);
  return { ...struct(fieldTypes(node.properties ?? {}), element), atomic: node['x-kubernetes-map-type'] === 'atomic' };
}

function listTypeOf(node: SchemaNode): MergeType {
  const element = node.items === undefined ? UNTYPED : mergeTypeOf(node.items);
  if (node['x-kubernetes-list-type'] === 'set') return setOf(element);
  if (node['x-kubernetes-list-type'] !== 'map') return atomicList(element);
  const keys = node['x-kubernetes-list-map-keys'] ?? [];
  const defaults: Record<string, Json> = {};
  for (const key of keys) {
    const value = node.items?.properties?.[key]?.default;
    if (value !== undefined) defaults[key] = value;
  }
  return keyedList(keys, element, defaults);
}
