export { confirmPlace } from './existence.ts';
export { type Folder, isInside, maySameFolder } from './folder.ts';
export { describePlace, normalisePath, scopeKey } from './place.ts';
export type { Merged } from './precedence.ts';
export { type ProjectNames, Projects } from './projects.ts';
export { SourceReader } from './source-reader.ts';
export { ServiceTokens } from './service-tokens.ts';
