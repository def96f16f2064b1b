export { explain } from './explain.ts';
export type { Finding, Source } from './manifest-objects.ts';
export { renderManifests, type Rendering } from './render.ts';
export { validateManifests, type Validation } from './validate.ts';
