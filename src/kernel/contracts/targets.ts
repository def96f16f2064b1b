import type { ObjectKey, OwnerReference } from './objects.ts';

/**
 * A Secret or ConfigMap as its metadata tells of it. Values are never held: who owns which data key is read from
 * `metadata.managedFields`, so an edited, added or lost key shows without reading one.
 */
export interface ObservedTarget extends ObjectKey {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ownerReferences: readonly OwnerReference[];
  readonly deleting: boolean;
  /** Fields that our field manager owns by server-side apply; undefined when it never applied. */
  readonly applied: AppliedFields | undefined;
  /** Data keys that some other manager owns: edited or added by others. Sorted. */
  readonly foreignDataKeys: readonly string[];
}

/** Names of fields, each list sorted. */
export interface AppliedFields {
  readonly dataKeys: readonly string[];
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
}

/** A Secret as it shall be. Values are bytes in base64 for Secrets, text for ConfigMaps. */
export interface DesiredTarget extends ObjectKey {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ownerReferences: readonly OwnerReference[];
  readonly data: Readonly<Record<string, string>>;
  /** ConfigMaps only: values that are not text, in base64. No key is in both. */
  readonly binaryData?: Readonly<Record<string, string>>;
  /** Secrets only. */
  readonly type?: string;
}

/** How to write it. */
export type WriteMode =
  /** It was not there. Nothing of anybody else is overwritten: if an object appeared meanwhile, what was added is taken back. */
  | { readonly kind: 'create' }
  /**
   * It is ours, or adopted: our fields are forced, and the data keys of others are removed. `disown`: uid of an owner that it shall not have,
   * whoever set it.
   */
  | { readonly kind: 'update'; readonly removeDataKeys: readonly string[]; readonly disown?: string };

/** Reads and writes target objects of one kind. */
export interface TargetObjects {
  /**
   * What the informer knows. An object of that name that nothing referred to before is looked up once, by its metadata.
   * Undefined: it does not exist. Throws retryable `KubernetesUnavailable`, terminal `KubernetesForbidden`.
   */
  observe(key: ObjectKey, signal: AbortSignal): Promise<ObservedTarget | undefined>;
  /**
   * Makes the object so, by one server-side apply where one is enough. Throws terminal `TargetNotOwned` (a foreign object is in
   * the way, and was left as it was), `TargetInvalid`, `TargetNamespaceNotFound`, `KubernetesForbidden`; retryable
   * `KubernetesUnavailable`.
   */
  write(desired: DesiredTarget, mode: WriteMode, signal: AbortSignal): Promise<ObservedTarget>;
  /** Deletes it if it still has this uid; gone already is fine. */
  remove(key: ObjectKey, uid: string, signal: AbortSignal): Promise<void>;
}
