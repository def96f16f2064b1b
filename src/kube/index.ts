export {
  MergePatchFinalizers,
  ServerSideStatusWriter,
  ServerSideTargets,
  type ServerSideTargetsOptions,
  applyBody,
  type TargetKind,
} from './apply/index.ts';
export { CORE_TYPES, EVENT_TYPE, LEASE_TYPE } from './client/index.ts';
export { KubeClient, type KubeClientOptions } from './client/index.ts';
export { loadKubeConfig, type ClusterAccess, type KubeConfigSource } from './config/index.ts';
export { LeaseElection, type ElectionHandler, type LeaseElectionOptions } from './election/index.ts';
export { BackgroundEventRecorder, type BackgroundEventRecorderOptions, type EventSource } from './events/index.ts';
export { CustomResourceInformer, MetadataInformer, type InformerContext, type Scope } from './informer/index.ts';
export { MANAGED_LABEL, observedTargetOf } from './objects/index.ts';
export {
  AnnotationGrants,
  ClusterSecretReader,
  ClusterServiceAccountTokens,
  readText,
  SingleObjects,
} from './read/index.ts';
export { ClusterWorkloads } from './workloads/index.ts';
