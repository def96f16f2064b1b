export { customKinds } from './custom-kind.ts';
export type { CelSupport } from './definition.ts';
export { CLEANUP, definitionKind, DEFINITIONS } from './definition-kind.ts';
