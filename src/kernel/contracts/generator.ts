import { token, type ServiceClass } from '../container/index.ts';
import { extensionPoint } from './extension-point.ts';
import type { ResourceType } from './objects.ts';

/** Makes values that nobody has to think up. */
export interface Generator {
  /** A new value by the settings of a ClusterGenerator, which are of unknown make. Throws terminal `GeneratorInvalid` that says what is wrong with them. */
  make(settings: unknown): string;
}

/** What a plugin with a generator contributes. */
export interface GeneratorContribution {
  /** `kind` of the ClusterGenerators that it is for. */
  readonly key: string;
  /** Field of `spec.generator` with its settings: `passwordSpec`. */
  readonly field: string;
  readonly use: ServiceClass<Generator>;
}

/** Generators, by kind. */
export const GENERATOR = extensionPoint<GeneratorContribution>('generator');

/** The settings of a generator, for the whole cluster. */
export const CLUSTER_GENERATOR: ResourceType = {
  group: 'secrets.infisical.com',
  version: 'v1alpha1',
  kind: 'ClusterGenerator',
  plural: 'clustergenerators',
};

/** Reads objects of the cluster that belong to no namespace. */
export interface ClusterObjects {
  /** `spec` as it came; undefined when there is no such object, or no such kind. Throws retryable `KubernetesUnavailable`, terminal `KubernetesForbidden`. */
  specOf(type: ResourceType, name: string, signal: AbortSignal): Promise<{ readonly spec: unknown } | undefined>;
}
export const CLUSTER_OBJECTS = token<ClusterObjects>('kernel.cluster-objects');
