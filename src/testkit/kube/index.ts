export { ApiError } from './errors/index.ts';
export type { CallMatcher, CallRecorder, Fault, Faults, Hold, OpenWatches, RecordedCall } from './faults/index.ts';
export type { Json, JsonObject, KubeObject, ManagedFieldsEntry, ObjectMeta, OwnerReference } from './json/index.ts';
export type { Kube } from './kube.ts';
export type { Call, Verb } from './rest/index.ts';
export type { CelCompiler, CelProgram, CelSchema } from './schema/index.ts';
export type { CelSupport } from './crd/index.ts';
export { startKube } from './start-kube.ts';
export type { KubeOptions } from './start-kube.ts';
