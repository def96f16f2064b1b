import { isObject, type Json, type JsonObject } from './json.ts';

/** One entry of `metadata.managedFields`. */
export interface ManagedFieldsEntry extends JsonObject {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: JsonObject;
  subresource?: string;
}

/** One entry of `metadata.ownerReferences`. */
export interface OwnerReference extends JsonObject {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** The fields of ObjectMeta that the server reads or writes. */
export interface ObjectMeta extends JsonObject {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFieldsEntry[];
}

/** An object of any kind, with the three parts that every kind has. */
export interface KubeObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** The Go type of each field, with the type of its entries where it has some. */
const FIELD_TYPES: Readonly<Record<string, readonly [own: string, entries?: string]>> = {
  name: ['string'],
  generateName: ['string'],
  namespace: ['string'],
  uid: ['string'],
  resourceVersion: ['string'],
  generation: ['int64'],
  creationTimestamp: ['string'],
  deletionTimestamp: ['string'],
  deletionGracePeriodSeconds: ['int64'],
  labels: ['map[string]string', 'string'],
  annotations: ['map[string]string', 'string'],
  finalizers: ['[]string', 'string'],
  ownerReferences: ['[]v1.OwnerReference', 'v1.OwnerReference'],
  managedFields: ['[]v1.ManagedFieldsEntry', 'v1.ManagedFieldsEntry'],
};

const OWNER_TEXTS = ['apiVersion', 'kind', 'name', 'uid'];

/** Names the first field of `metadata` with a wrong JSON type, as Go's decoder does; undefined when all fit. Nulls are absent. */
export function metadataFault(metadata: JsonObject): string | undefined {
  for (const [field, [own, entries]] of Object.entries(FIELD_TYPES)) {
    const value = metadata[field];
    if (value === undefined || value === null) continue;
    if (!hasGoType(value, own)) return misfit(value, field, own);
    if (entries === undefined || typeof value !== 'object') continue;
    for (const entry of Object.values(value)) {
      if (entry === undefined || !hasGoType(entry, entries)) return misfit(entry, field, entries);
    }
  }
  return undefined;
}

function hasGoType(value: Json, type: string): boolean {
  if (type === 'string') return typeof value === 'string';
  if (type === 'int64') return Number.isInteger(value);
  if (type.startsWith('[]')) return Array.isArray(value);
  if (!isObject(value)) return false;
  return type !== 'v1.OwnerReference' || OWNER_TEXTS.every((key) => typeof (value[key] ?? '') === 'string');
}

function misfit(value: Json | undefined, field: string, wanted: string): string {
  const actual = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${actual} into Go struct field ObjectMeta.metadata.${field} of type ${wanted}`;
}

/** Whether `value` has the parts of a KubeObject, each of the right JSON type. */
export function isKubeObject(value: Json | undefined): value is KubeObject {
  return (
    isObject(value) &&
    typeof value['apiVersion'] === 'string' &&
    typeof value['kind'] === 'string' &&
    isObject(value['metadata']) &&
    Object.values(value['metadata']).every((each) => each !== null) &&
    metadataFault(value['metadata']) === undefined
  );
}

/** `namespace/name`, or the bare name of an object without namespace. */
export function keyOf(object: KubeObject): string {
  return objectKey(object.metadata.namespace, object.metadata.name ?? '');
}

/** The key under which an object of that namespace and name is stored. */
export function objectKey(namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}
