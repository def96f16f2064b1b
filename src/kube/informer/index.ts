export { collectionsOf, type Scope } from './collection.ts';
export { listPages } from './list-pages.ts';
export { CustomResourceInformer } from './custom-resource-informer.ts';
export { MetadataInformer } from './metadata-informer.ts';
export { Reflector, type InformerContext, type ReflectorSink } from './reflector.ts';
export type { Knowledge } from './target-cache.ts';
export { SyncGate } from './sync-gate.ts';
export { compareResourceVersions } from './resource-version.ts';
