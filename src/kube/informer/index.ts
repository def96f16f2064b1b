export type { Scope } from './collection.ts';
export { CustomResourceInformer } from './custom-resource-informer.ts';
export { MetadataInformer } from './metadata-informer.ts';
export type { InformerContext } from './reflector.ts';
export type { Knowledge } from './target-cache.ts';
export { compareResourceVersions } from './resource-version.ts';
