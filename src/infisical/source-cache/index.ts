export { SourceCache } from './source-cache.ts';
