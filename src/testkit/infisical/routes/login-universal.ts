import { z } from 'zod/v3';
import { Refusal } from '../era/index.ts';
import { type Backend, defineRoute, IGNORED, type Route } from '../http/index.ts';
import type { UniversalMethod } from '../state/index.ts';

/** Login with a client id and a client secret. */
export function universalLoginRoutes(): Route[] {
  return [
    defineRoute({
      name: 'auth.login',
      method: 'POST',
      path: '/api/v1/auth/universal-auth/login',
      callers: 'anyone',
      limit: 'login',
      params: IGNORED,
      query: IGNORED,
      body: z.object({
        clientId: z.string().trim(),
        clientSecret: z.string().trim(),
        organizationSlug: z.string().optional(),
      }),
      answer: ({ body, ...backend }) => {
        const { world, tokens } = backend;
        const identity = world.identities.find(({ universal }) => universal?.clientId === body.clientId);
        if (identity?.universal === undefined) throw wrong();
        const secretId = checkSecret(backend, identity.universal, body.clientSecret);
        return tokens.issue(identity, 'universal-auth', secretId);
      },
    }),
  ];
}

/** The id of the secret. Where the era knows a lock-out, a locked client is refused even with the right secret. */
function checkSecret({ era, world }: Backend, method: UniversalMethod, secret: string): string {
  const now = world.now().getTime();
  if (now < method.lockedUntil) throw new Refusal('lockedOut', 'This client is locked after too many wrong secrets');
  const match = method.clientSecrets.find((each) => each.secret === secret);
  if (match !== undefined) {
    method.failures = [];
    return match.id;
  }
  if (era.lockout !== undefined) {
    const { attempts, windowSeconds, durationSeconds } = era.lockout;
    method.failures = [...method.failures.filter((at) => at > now - windowSeconds * 1000), now];
    if (method.failures.length >= attempts) {
      method.lockedUntil = now + durationSeconds * 1000;
      method.failures = [];
    }
  }
  throw wrong();
}

function wrong(): Refusal {
  return new Refusal('credentialsWrong', 'The client id or the client secret is wrong');
}
