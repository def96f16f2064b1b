export { scopeKey } from './place.ts';
export type { Merged } from './precedence.ts';
export { Projects } from './projects.ts';
export { SourceReader } from './source-reader.ts';
export { ServiceTokens } from './service-tokens.ts';
