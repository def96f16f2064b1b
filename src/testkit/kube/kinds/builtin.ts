import type { FieldError } from '../errors/index.ts';
import { dropNulls, FieldSet, objectType, type MapType, type MergeType } from '../fields/index.ts';
import { isKubeObject, sameJson, without, type JsonObject, type KubeObject } from '../json/index.ts';
import { nameAndAge } from './columns.ts';
import type { Column, Decoded, ResourceKind, Subresource } from './resource-kind.ts';
import { dropEmpty, dropUnknown } from './unknown-fields.ts';

/** What differs from one built-in kind to the next; all else has a default. */
export interface BuiltinSpec {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced?: boolean;
  readonly subresources?: readonly Subresource[];
  readonly storage?: string;
  readonly fields: Readonly<Record<string, MergeType>>;
  readonly empty?: JsonObject;
  readonly unconditionalUpdate?: boolean;
  readonly createOnUpdate?: boolean;
  readonly returnsDeleted?: boolean;
  /** Whether `metadata.generation` counts changes of spec. */
  readonly generation?: boolean;
  readonly columns?: readonly Column[];
  readonly selectable?: (object: KubeObject) => Readonly<Record<string, string>>;
  readonly selectableFields?: readonly string[];
  readonly defaults?: (object: KubeObject) => KubeObject;
  readonly prepareCreate?: (object: KubeObject) => KubeObject;
  readonly prepareUpdate?: (next: KubeObject, old: KubeObject, subresource: string) => KubeObject;
  readonly validate?: (object: KubeObject, old: KubeObject | undefined) => FieldError[];
  readonly load?: (stored: KubeObject) => KubeObject;
  readonly save?: (object: KubeObject) => KubeObject;
}

const same = (object: KubeObject): KubeObject => object;

/** A kind of the server itself. */
export function builtin(spec: BuiltinSpec): ResourceKind {
  const subresources = spec.subresources ?? [];
  const hasStatus = subresources.includes('status');
  const names = { group: spec.group ?? '', version: spec.version ?? 'v1', kind: spec.kind };
  const mergeType = objectType(spec.fields);
  const empty = spec.empty ?? {};
  return {
    ...names,
    listKind: `${spec.kind}List`,
    plural: spec.plural,
    singular: spec.kind.toLowerCase(),
    shortNames: spec.shortNames ?? [],
    categories: spec.categories ?? [],
    namespaced: spec.namespaced ?? true,
    subresources,
    storage: spec.storage ?? (names.group === '' ? spec.plural : `${spec.plural}.${names.group}`),
    custom: false,
    mergeType,
    schema: { type: 'object', description: `${spec.kind} of the API server; its fields are not described here.` },
    empty,
    unconditionalUpdate: spec.unconditionalUpdate ?? true,
    createOnUpdate: spec.createOnUpdate ?? false,
    returnsDeleted: spec.returnsDeleted ?? false,
    columns: spec.columns ?? nameAndAge,
    selectable: spec.selectable ?? (() => ({})),
    selectableFields: spec.selectableFields ?? [],
    decode: (object) => decode(object, mergeType, empty, spec.defaults ?? same),
    complete: (object) => decode(object, mergeType, empty, spec.defaults ?? same).object,
    prepareCreate: (object) => {
      const fresh = hasStatus && 'status' in empty ? withStatus(object, empty) : object;
      const counted = spec.generation === true ? withGeneration(fresh, 1) : fresh;
      return (spec.prepareCreate ?? same)(counted);
    },
    prepareUpdate: (next, old, subresource) => {
      const kept = hasStatus ? keepOtherHalf(next, old, subresource) : next;
      const counted =
        spec.generation === true && !sameJson(kept['spec'], old['spec'])
          ? withGeneration(kept, (old.metadata.generation ?? 0) + 1)
          : kept;
      return (spec.prepareUpdate ?? same)(counted, old, subresource);
    },
    validate: spec.validate ?? (() => []),
    ignored: (subresource) =>
      hasStatus ? FieldSet.of([subresource === 'status' ? 'f:spec' : 'f:status']) : new FieldSet(),
    load: spec.load ?? same,
    save: spec.save ?? same,
  };
}

/** The object under another generation. */
export function withGeneration(object: KubeObject, generation: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, generation } };
}

/** Through `/status` only the status is written; elsewhere everything but the status. */
export function keepOtherHalf(next: KubeObject, old: KubeObject, subresource: string): KubeObject {
  if (subresource !== 'status') return withStatus(next, old);
  const { managedFields, resourceVersion } = next.metadata;
  const metadata = { ...without(old.metadata, 'managedFields', 'resourceVersion') };
  if (managedFields !== undefined) metadata['managedFields'] = managedFields;
  if (resourceVersion !== undefined) metadata['resourceVersion'] = resourceVersion;
  return withStatus({ ...old, metadata }, next);
}

function withStatus(object: KubeObject, from: JsonObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const rest = { ...without(object, 'status'), apiVersion, kind, metadata };
  return from['status'] === undefined ? rest : { ...rest, status: from['status'] };
}

function decode(
  object: KubeObject,
  type: MapType,
  empty: JsonObject,
  defaults: (object: KubeObject) => KubeObject,
): Decoded {
  const unknown: string[] = [];
  const known = dropEmpty(type, dropNulls(dropUnknown(type, object, [], unknown)));
  const whole = isKubeObject(known) ? { ...structuredClone(withoutNullValues(empty)), ...known } : object;
  return { object: defaults(whole), unknown };
}

const withoutNullValues = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
