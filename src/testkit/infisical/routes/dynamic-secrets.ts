import { z } from 'zod/v3';
import { requireMember } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import { defineRoute, type Exchange, IGNORED, type Route, type Schema } from '../http/index.ts';
import { requireProjectBySlug } from '../secrets/index.ts';
import type { RouteName } from '../recording/index.ts';

const Place = z.object({
  projectSlug: z.string().trim(),
  environmentSlug: z.string().trim(),
  path: z.string().trim().default('/'),
});
type Place = z.infer<typeof Place>;

/**
 * Dynamic secrets and their leases, as an installation without a licence answers: lists are empty, what would create
 * or renew is refused for the plan, and no lease is ever found.
 */
export function dynamicSecretRoutes(): Route[] {
  const noLease = (): never => {
    throw new Refusal('leaseUnknown', 'There is no such lease');
  };
  const lease = '/api/v1/dynamic-secrets/leases/:leaseId';
  return [
    inQuery('dynamic-secrets.list', '/api/v1/dynamic-secrets', () => ({ dynamicSecrets: [] })),
    inBody('dynamic-secrets.create', 'POST', '/api/v1/dynamic-secrets', Place, planRestricted),
    inBody(
      'leases.create',
      'POST',
      '/api/v1/dynamic-secrets/leases',
      Place.extend({ dynamicSecretName: z.string() }),
      planRestricted,
    ),
    inQuery('leases.get', lease, noLease),
    inBody('leases.renew', 'POST', `${lease}/renew`, Place, planRestricted),
    inBody('leases.delete', 'DELETE', lease, Place.extend({ isForced: z.boolean().default(false) }), noLease),
  ];
}

type Context = Pick<Exchange<unknown, unknown, unknown>, 'world' | 'caller'>;

function inQuery(name: RouteName, path: string, answer: () => unknown): Route {
  return defineRoute({
    name,
    method: 'GET',
    path,
    callers: 'identity',
    limit: 'read',
    params: IGNORED,
    query: Place,
    body: IGNORED,
    answer: (exchange) => {
      checkProject(exchange, exchange.query);
      return answer();
    },
  });
}

function inBody(
  name: RouteName,
  method: 'POST' | 'DELETE',
  path: string,
  body: Schema<Place>,
  answer: () => never,
): Route {
  return defineRoute({
    name,
    method,
    path,
    callers: 'identity',
    limit: 'write',
    params: IGNORED,
    query: IGNORED,
    body,
    answer: (exchange) => {
      checkProject(exchange, exchange.body);
      return answer();
    },
  });
}

function checkProject({ world, caller }: Context, { projectSlug }: Place): void {
  requireMember(caller, requireProjectBySlug(world, projectSlug));
}

function planRestricted(): never {
  throw new Refusal('planRestricted', 'The plan of this installation does not include dynamic secrets');
}
