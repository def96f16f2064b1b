import { token, type ServiceClass } from '../container/index.ts';
import { extensionPoint } from './extension-point.ts';
import type { ObjectKey, ObjectReference, ResourceType } from './objects.ts';

/** A workload that asked to be restarted when a Secret or ConfigMap that its pods use gets other data. */
export interface Workload extends ObjectKey {
  readonly kind: string;
  readonly uid: string;
  /** Secrets and ConfigMaps of its own namespace that its pods use, each once. */
  readonly uses: readonly ObjectReference[];
  /** Text of its debounce annotation, as somebody wrote it. */
  readonly debounce: string | undefined;
  /** What its pod template says that it was last restarted for: hash of the data, by `formatReference` of the object. */
  readonly restartedFor: Readonly<Record<string, string>>;
}

/** `Kind namespace/name`, for messages. */
export function formatWorkload({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}

/** The workloads that asked, of every kind for which there is a reloader. */
export interface Workloads {
  /** Those that use the object. Answered from an index, without a request. */
  using(reference: ObjectReference): readonly Workload[];
  /** The same workload as it is now; undefined when it is gone or asks no more. */
  current(workload: Workload): Workload | undefined;
  /**
   * Writes into the pod template what it is restarted for, which is what restarts it. Resolves to false when the workload is gone, or is another one
   * of that name by now. Throws retryable `KubernetesUnavailable`, terminal `KubernetesForbidden` or `RestartRefused`.
   */
  markPodTemplate(workload: Workload, restartedFor: Workload['restartedFor'], signal: AbortSignal): Promise<boolean>;
}
export const WORKLOADS = token<Workloads>('kernel.workloads');

/** Restarts workloads of one kind. */
export interface Reloader {
  /**
   * Restarts the pods, so that they read what they use anew, and keeps `restartedFor` where the next watch event of the workload tells it again. The same call
   * twice restarts once. Resolves to false when there is nothing to restart any more; throws as `Workloads.markPodTemplate` does.
   */
  restart(workload: Workload, restartedFor: Workload['restartedFor'], signal: AbortSignal): Promise<boolean>;
}

/** What a reload plugin contributes. */
export interface ReloaderContribution {
  /** The kind of workload. */
  readonly key: string;
  readonly type: ResourceType;
  /** Where its pod template is: `['spec', 'template']`. */
  readonly podTemplate: readonly string[];
  /** `maybe`: the API of an add-on. While the API server does not serve it, there are no such workloads, and nothing waits for them. */
  readonly served: 'always' | 'maybe';
  readonly use: ServiceClass<Reloader>;
}

/** Kinds of workloads that can be restarted, by kind. */
export const RELOADER = extensionPoint<ReloaderContribution>('reloader');
