export { collectionsOf, type Scope } from './collection.ts';
export { listPages } from './list-pages.ts';
export { CustomResourceInformer } from './custom-resource-informer.ts';
export { MetadataInformer } from './metadata-informer.ts';
export { ReflectingInformer } from './reflecting-informer.ts';
export type { InformerContext, ReflectorSink } from './reflector.ts';
export type { Knowledge } from './target-cache.ts';
export { compareResourceVersions } from './resource-version.ts';
