export type { LateRenewal } from './access-tokens.ts';
export { AccessTokens } from './access-tokens.ts';
export type { Caller } from './caller.ts';
export { identifyCaller } from './caller.ts';
export { decode } from './jwt.ts';
export type { Action } from './permission.ts';
export { denied, mayDo, mayHear, requireMember, requireRight } from './permission.ts';
export { covers, matchesGlob } from './scope.ts';
