export { validateManifests, type Finding, type Source, type Validation } from './validate.ts';
