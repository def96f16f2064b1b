import type { FieldError } from '../errors/index.ts';
import type { FieldSet, MapType } from '../fields/index.ts';
import type { JsonObject, KubeObject } from '../json/index.ts';

/** Parts of an object that are written through a path of their own. */
export type Subresource = 'status' | 'scale' | 'token' | 'finalize';

/** One column of a Table. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  /** 0 is shown always, 1 only by `-o wide`. */
  readonly priority: number;
  /** The cell of an object; null is printed as `<none>`. */
  readonly cell: (object: KubeObject, now: Date) => string | number | boolean | null;
}

/** An object as the server understood it, and the paths of the fields it does not know. */
export interface Decoded {
  readonly object: KubeObject;
  readonly unknown: readonly string[];
}

/** Everything the server knows about one resource in one version. */
export interface ResourceKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly Subresource[];
  /** The bucket of the store; versions and groups that show the same objects share one. */
  readonly storage: string;
  readonly custom: boolean;
  readonly mergeType: MapType;
  /** The OpenAPI schema that is published for it, as far as it is known. */
  readonly schema: JsonObject;
  /** The fields that an object of this kind has before anyone sets one; what they hold belongs to nobody. */
  readonly empty: JsonObject;
  /** Whether a PUT may leave `metadata.resourceVersion` out. */
  readonly unconditionalUpdate: boolean;
  /** Whether a PUT to a missing name creates it. */
  readonly createOnUpdate: boolean;
  /** Whether DELETE answers the object, not a Status. */
  readonly returnsDeleted: boolean;
  readonly columns: readonly Column[];
  /** Field labels for selectors, beside name and namespace. */
  readonly selectable: (object: KubeObject) => Readonly<Record<string, string>>;
  readonly selectableFields: readonly string[];
  /** Drops what the kind does not have, sets defaults. */
  readonly decode: (object: KubeObject) => Decoded;
  /** Completes the result of an apply. What the merge emptied is null there, and stays so where nothing gives it a value. */
  readonly complete: (object: KubeObject) => KubeObject;
  /** Resets what a client may not set at creation, and gives the first generation. */
  readonly prepareCreate: (object: KubeObject) => KubeObject;
  /** Keeps what this endpoint may not write from `old`, and counts the generation. */
  readonly prepareUpdate: (next: KubeObject, old: KubeObject, subresource: string) => KubeObject;
  readonly validate: (object: KubeObject, old: KubeObject | undefined) => FieldError[];
  /** Fields that writers at this endpoint never own. */
  readonly ignored: (subresource: string) => FieldSet;
  /** From and to the stored form, where one bucket serves several kinds. */
  readonly load: (stored: KubeObject) => KubeObject;
  readonly save: (object: KubeObject) => KubeObject;
}

/** `v1` or `group/version`. */
export function apiVersionOf(kind: Pick<ResourceKind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** The object that create and apply start from. */
export function emptyObject(kind: ResourceKind): KubeObject {
  return { ...structuredClone(kind.empty), apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: {} };
}
