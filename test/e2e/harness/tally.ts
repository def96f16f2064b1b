import type { OperatorCall } from './server.ts';

/** How many calls there were, by verb and resource: `patch infisicalsecrets/status`. */
export function tally(calls: readonly OperatorCall[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verb, resource, subresource } of calls) {
    const what = `${verb} ${resource}${subresource === '' ? '' : `/${subresource}`}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}
