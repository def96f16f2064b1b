import type { Call } from './call.ts';
import type { RouteName } from './route-name.ts';

/** All routes, one route, a family of them such as `secrets.*`, or a condition on the call. */
export type CallMatcher = '*' | RouteName | `${string}.*` | ((call: Omit<Call, 'status'>) => boolean);

/** Whether a call is one of those the matcher means. */
export function matches(matcher: CallMatcher, call: Omit<Call, 'status'>): boolean {
  if (typeof matcher === 'function') return matcher(call);
  if (matcher === '*') return true;
  return matcher.endsWith('.*') ? call.name.startsWith(matcher.slice(0, -1)) : call.name === matcher;
}
