import type { AuditEvent } from '../../cluster/index.ts';
import { formatRight, type GrantedRight } from './granted.ts';

/**
 * The rights that these requests used, as `formatRight` writes them: of those that are granted and cover a request the narrowest one, and what no
 * granted right covers as it was asked for. Requests for no resource (discovery, health) need no right of ours.
 */
export function usedRights(events: readonly AuditEvent[], granted: readonly GrantedRight[]): readonly string[] {
  const used = events.flatMap(neededFor).map((need) => {
    const covering = granted.filter((right) => covers(right, need)).sort((a, b) => width(a) - width(b));
    return formatRight(covering[0] ?? need);
  });
  return [...new Set(used)].sort();
}

function neededFor({ verb, resource, group, subresource, name, namespace, code }: AuditEvent): GrantedRight[] {
  if (resource === undefined) return [];
  const path = `${group}/${resource}${subresource === undefined ? '' : `/${subresource}`}`;
  const need: GrantedRight = { verb, resource: path, name, namespace };
  // A server-side apply that made an object: the API server asked for both.
  return verb === 'patch' && code === 201 ? [need, { ...need, verb: 'create' }] : [need];
}

function covers(right: GrantedRight, need: GrantedRight): boolean {
  return (
    right.verb === need.verb &&
    right.resource === need.resource &&
    (right.name === undefined || right.name === need.name) &&
    (right.namespace === undefined || right.namespace === need.namespace)
  );
}

function width({ name, namespace }: GrantedRight): number {
  return (name === undefined ? 2 : 0) + (namespace === undefined ? 1 : 0);
}
