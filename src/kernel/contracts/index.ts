export type { Access, ChosenLogin, FieldReference, TargetAccess, TargetReference } from './access.ts';
export { FORCE_SYNC, MANAGED_BY, MANAGED_LABEL } from './annotations.ts';
export {
  CLUSTER_GENERATOR,
  CLUSTER_OBJECTS,
  GENERATOR,
  type ClusterObjects,
  type Generator,
  type GeneratorContribution,
} from './generator.ts';
export { managedByText } from './managed-by.ts';
export {
  AUTH_METHOD,
  type AuthMethod,
  type AuthMethodContribution,
  type AuthRequest,
  type MethodReference,
} from './auth-method.ts';
export { cloudFailure, cloudRefused, cloudUnavailable } from './cloud-failure.ts';
export {
  FINALIZERS,
  STATUS_WRITER,
  type Finalizers,
  type ReferenceChange,
  type ReferenceInformer,
  type ResourceChange,
  type ResourceInformer,
  type StatusWriter,
} from './cluster.ts';
export {
  LARGEST_PUSHED_VALUE_BYTES,
  type ChangedSecret,
  type Destination,
  type DestinationScope,
  type PushedSecret,
  type StoredSecret,
  type WriteOutcome,
} from './destination.ts';
export {
  OperatorError,
  asOperatorError,
  retryable,
  terminal,
  worstOf,
  type Disposition,
  type ErrorDetails,
  type PutOff,
} from './errors.ts';
export { extensionPoint, type Contributed, type ExtensionPoint, type Provided } from './extension-point.ts';
export {
  type FixedToken,
  type HostAddress,
  type Infisical,
  type InfisicalSession,
  type Listening,
  type LoginCall,
  type LoginMaterial,
  LOGIN_METHODS,
  type LoginMethod,
  type ReadOptions,
  type SourceScope,
  type SourceSecret,
  type SourceSnapshot,
  type SourceSubscription,
} from './infisical.ts';
export {
  formatKey,
  formatReference,
  parseKey,
  REFERENCE_KINDS,
  type CustomResource,
  type ObjectKey,
  type ObjectReference,
  type OwnerReference,
  type ReferenceKind,
  type ResourceIdentity,
  type ResourceMetadata,
  type ResourceType,
} from './objects.ts';
export { PLATFORM, type CloudAnswer, type CloudCall, type Platform } from './platform.ts';
export {
  RELOADER,
  WORKLOADS,
  formatWorkload,
  type Reloader,
  type ReloaderContribution,
  type Workload,
  type Workloads,
} from './reloader.ts';
export { REFUSED_SECRET_TYPES, RESERVED_KEY } from './powers.ts';
export { isLoopback, isPrivateAddress } from './private-address.ts';
export { REASONS, type Reason, type ReasonEntry } from './reasons.ts';
export { DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, METADATA_KEY } from './object-names.ts';
export { identityId, objectName, objectNamespace } from './reference-spec.ts';
export {
  RESOURCE,
  type Pass,
  type PassResult,
  type PrinterColumn,
  type Priority,
  type Requeue,
  type Resource,
  type ResourceContribution,
  type ResourceDefinition,
  type ResourceStates,
  type Wake,
} from './resource.ts';
export {
  CLOCK,
  EVENT_RECORDER,
  LOG,
  METRICS,
  RANDOM,
  SETTINGS,
  type CaSetting,
  type Clock,
  type Counter,
  type EventRecorder,
  type Gauge,
  type GlobalSettings,
  type Histogram,
  type Log,
  type LogFields,
  type MetricLabels,
  type Metrics,
  type Random,
  type PushSource,
  type ResourceEvent,
  type SecretData,
  type SecretReader,
  type SourceReader,
  type SecretText,
  type ServiceAccountTokens,
  type Settings,
  type Timer,
  type TokenRequest,
} from './services.ts';
export { SYNC_TARGET, type EncodedValue, type SyncTarget, type SyncTargetContribution } from './sync-target.ts';
export {
  type AppliedFields,
  type DesiredTarget,
  type ObservedTarget,
  type TargetObjects,
  type WriteMode,
} from './targets.ts';
export { TEMPLATES, type Templates } from './templates.ts';
