import type { z } from 'zod';
import type { ServiceClass } from '../container/index.ts';
import type { Access } from './access.ts';
import type { AuthMethodContribution } from './auth-method.ts';
import { extensionPoint } from './extension-point.ts';
import type { CustomResource, ObjectKey, ObjectReference, ResourceType } from './objects.ts';
import type { ObservedTarget } from './targets.ts';

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly jsonPath: string;
  readonly description: string;
  /** 0: always shown; 1: with `-o wide`. */
  readonly priority: 0 | 1;
}

/** What the composer needs to make a CustomResourceDefinition. */
export interface ResourceDefinition {
  readonly type: ResourceType;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly description: string;
  readonly columns: readonly PrinterColumn[];
  /**
   * The schema of `spec`, composed with the fragments of the enabled auth plugins. CEL rules ride along as
   * `.meta({ 'x-kubernetes-validations': [...] })`. The same schema parses objects at run time.
   */
  spec(auth: readonly AuthMethodContribution[]): z.ZodType;
  /** The schema of `status`. */
  readonly status: z.ZodType;
  /** States of its passes, for metrics that begin with zero. */
  readonly states?: ResourceStates;
}

/** Where passes of a resource can be. */
export interface ResourceStates {
  /** Where time is spent. */
  readonly working: readonly string[];
  /** Where a pass rests when all is well. */
  readonly good: string;
  /** Where else it comes to rest. */
  readonly others: readonly string[];
}

/** Urgency of a pass: what a person waits for goes before a drifted target, and that before a resync. */
export type Priority = 'edit' | 'drift' | 'resync';

/** One pass over one object. */
export interface Pass {
  readonly object: CustomResource;
  /** Unique per process; in every log line of the pass. */
  readonly id: string;
  /** Aborted at shutdown and when the lease is lost: stop, write nothing more. The deadline of a pass is the resource's own matter. */
  readonly signal: AbortSignal;
  /** The ways of this object into the cluster and to Infisical. */
  readonly access: Access;
  /** To be told each state that the pass enters, for the metrics. */
  readonly entered?: (state: string) => void;
}

/** When the key comes back. */
export type Requeue =
  | { readonly kind: 'after'; readonly ms: number }
  /** Exponential back-off by key, but not before `atLeastMs`. */
  | { readonly kind: 'backoff'; readonly atLeastMs: number }
  /** The pass could not do its work now and learnt when to come back: as if it had not been, failures before it still count. */
  | { readonly kind: 'putOff'; readonly ms: number }
  /** Only an event brings it back. */
  | { readonly kind: 'none' };

/** How a pass ended. */
export interface PassResult {
  /** The machine's resting state, remembered per key. */
  readonly state: string;
  readonly requeue: Requeue;
}

/**
 * Asks for a pass over an object for a cause that no watch of the cluster shows, such as news from Infisical. Harmless for an object that is gone, and once no
 * pass is made any more.
 */
export type Wake = (key: ObjectKey, priority: Priority) => void;

/** A custom resource that the operator drives. */
export interface Resource {
  /**
   * Called once, before the first pass, on a resource that has causes of its own to wake objects. The function it returns is called when no pass will begin
   * any more (a stop, or a lost lease), and ends what the resource keeps running between passes.
   */
  attach?(wake: Wake): () => void;
  /**
   * Everything the object refers to: a change of any of these wakes it. Total: a spec that does not parse refers to nothing. Called with each version of
   * an object before its pass, and undone by `forget`, so a resource may take note of it here.
   */
  references(object: CustomResource): readonly ObjectReference[];
  /** What shares a fate with others, the Infisical host: one slow lane never delays another. */
  lane(object: CustomResource): string;
  /** How urgent a change of the object itself is; undefined: it needs no pass (a change of status alone). */
  urgency(previous: CustomResource | undefined, next: CustomResource): Priority | undefined;
  /** Whether a change of a referred object matters to this one; the echo of our own write does not. */
  concerns(object: CustomResource, reference: ObjectReference, observed: ObservedTarget | undefined): boolean;
  /** One pass. Never throws for a fault of the outside: that ends in a resting state. Throws the abort reason when aborted. */
  reconcile(pass: Pass): Promise<PassResult>;
  /** The object is gone: drop what is remembered of it. */
  forget(object: CustomResource): void;
}

/** What a resource plugin contributes. */
export interface ResourceContribution {
  /** The kind: `InfisicalSecret`. */
  readonly key: string;
  readonly definition: ResourceDefinition;
  readonly use: ServiceClass<Resource>;
}

/** Custom resources, by kind. */
export const RESOURCE = extensionPoint<ResourceContribution>('resource');
