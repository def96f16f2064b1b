export type { Caller, PlainCall, PlainStreamCall } from './caller.ts';
export { FixedTokenCaller } from './fixed-token-caller.ts';
export { LoginCaller } from './login-caller.ts';
export { countLogins } from './count-logins.ts';
