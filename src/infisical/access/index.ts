export type { Caller, PlainCall } from './caller.ts';
export { FixedTokenCaller } from './fixed-token-caller.ts';
export { LoginCaller } from './login-caller.ts';
