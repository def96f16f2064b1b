/** Name and namespace of an object: the only thing a work queue holds. */
export interface ObjectKey {
  readonly namespace: string;
  readonly name: string;
}

/** `namespace/name`, as the field writes keys in logs and messages. */
export function formatKey(key: ObjectKey): string {
  return `${key.namespace}/${key.name}`;
}

/** The inverse of `formatKey`. Throws on text without exactly one slash, which would be a fault of ours. */
export function parseKey(text: string): ObjectKey {
  const [namespace, name, ...rest] = text.split('/');
  if (namespace === undefined || name === undefined || rest.length > 0) throw new Error(`not a key: ${text}`);
  return { namespace, name };
}

/** Kinds of core objects that a resource may refer to and be woken by. A Namespace has the empty text for its own namespace. */
export const REFERENCE_KINDS = ['Secret', 'ConfigMap', 'ServiceAccount', 'Namespace'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** One object that another names. */
export interface ObjectReference extends ObjectKey {
  readonly kind: ReferenceKind;
}

/** `Kind namespace/name`, for messages and index keys. */
export function formatReference(reference: ObjectReference): string {
  return `${reference.kind} ${formatKey(reference)}`;
}

/** Group, version and kind of an object, with its plural for URLs. `group` is empty for core kinds. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
}

/** An owner reference as Kubernetes has it. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Identity of a custom resource, as owners, Events and messages need it. */
export interface ResourceIdentity extends ObjectKey {
  readonly type: ResourceType;
  readonly uid: string;
}

/** Metadata of a custom resource after projection at the informer's door. */
export interface ResourceMetadata extends ObjectKey {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly deleting: boolean;
}

/** A custom resource as the operator holds it: metadata, and spec and status as they came, still to be parsed. */
export interface CustomResource {
  readonly metadata: ResourceMetadata;
  readonly spec: unknown;
  readonly status: unknown;
}
