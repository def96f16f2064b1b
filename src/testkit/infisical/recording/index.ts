export type { Call } from './call.ts';
export { recordedQuery } from './call.ts';
export { CallLog } from './call-log.ts';
export type { CallMatcher } from './call-matcher.ts';
export { matches } from './call-matcher.ts';
export type { RouteName } from './route-name.ts';
