export { chooseView } from './accept.ts';
export type { View } from './accept.ts';
export { representList, representObject, watchRepresentation } from './represent.ts';
export { readIncludeObject } from './table.ts';
export type { IncludeObject } from './table.ts';
