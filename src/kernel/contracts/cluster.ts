import { token } from '../container/index.ts';
import type { CustomResource, ObjectKey, ObjectReference, ResourceIdentity, ResourceType } from './objects.ts';
import type { ObservedTarget } from './targets.ts';

/** One change seen by a watch. `previous` undefined: new to us; `next` undefined: gone. */
export interface ResourceChange {
  readonly previous: CustomResource | undefined;
  readonly next: CustomResource | undefined;
}

/** A cached, indexed view of all custom resources of a type in scope, kept current by list and watch. */
export interface ResourceInformer {
  readonly type: ResourceType;
  get(key: ObjectKey): CustomResource | undefined;
  list(): readonly CustomResource[];
  /** Handlers only put keys on a queue. One that throws is logged and harms no other. */
  subscribe(handler: (change: ResourceChange) => void): void;
  /** True from the end of the first complete list. */
  readonly synced: boolean;
}

/** One change of a referred object. */
export interface ReferenceChange {
  readonly reference: ObjectReference;
  readonly observed: ObservedTarget | undefined;
}

/** A view of Secrets, ConfigMaps or ServiceAccounts, by metadata only, that remembers just those of interest. */
export interface ReferenceInformer {
  /** Asked at the door for each object: true keeps a record of it and reports its changes. Set before the start. */
  setInterest(interest: (reference: ObjectReference) => boolean): void;
  subscribe(handler: (change: ReferenceChange) => void): void;
  readonly synced: boolean;
}

/** Writes the status subresource. */
export interface StatusWriter {
  /**
   * Applies the whole status as our status field manager. A resource that is gone meanwhile is fine. Returns the resourceVersion after the
   * write, undefined when it is gone. Throws retryable `KubernetesUnavailable`, terminal `KubernetesForbidden`.
   */
  apply(resource: ResourceIdentity, status: object, signal: AbortSignal): Promise<string | undefined>;
}
export const STATUS_WRITER = token<StatusWriter>('kernel.status-writer');

/** Holds a custom resource back from its deletion until something of it was cleared up. */
export interface Finalizers {
  /**
   * Resolves to true once the resource has the finalizer, and to false when it is gone or being deleted, which is too late. Throws retryable
   * `KubernetesUnavailable`, terminal `KubernetesForbidden`.
   */
  add(resource: ResourceIdentity, finalizer: string, signal: AbortSignal): Promise<boolean>;
  /** Takes it away again; done already is fine. Throws as `add` does. */
  remove(resource: ResourceIdentity, finalizer: string, signal: AbortSignal): Promise<void>;
}
export const FINALIZERS = token<Finalizers>('kernel.finalizers');
