import { z } from 'zod/v3';
import type { EraId } from '../era/index.ts';
import { Refusal } from '../era/index.ts';
import { defineRoute, IGNORED, type Route, type Schema } from '../http/index.ts';
import type { CheckedMethod } from '../state/index.ts';
import { requireIdentity } from './login-identity.ts';

type Material = { identityId: string } & Record<string, string>;

const identityId = z.string().trim();
const organizationSlug = z.string().optional();
const later: readonly EraId[] = ['26'];

/** Logins whose proof the emulator cannot judge by itself: the check of the identity does. */
export function checkedLoginRoutes(): Route[] {
  const jwtBody = material({ jwt: z.string() });
  return [
    login(
      'aws',
      undefined,
      material({
        iamHttpRequestMethod: z.string().default('POST'),
        iamRequestBody: z.string(),
        iamRequestHeaders: z.string(),
      }),
    ),
    login('azure', undefined, jwtBody),
    login('gcp', undefined, jwtBody),
    login('oidc', undefined, jwtBody),
    login('jwt', later, jwtBody),
    login('oci', later, material({ userOcid: z.string() })),
    // The only one that checks the form of the id before it looks it up.
    login('ldap', later, material({ identityId: identityId.uuid(), username: z.string(), password: z.string() })),
  ];
}

function login(method: CheckedMethod, eras: readonly EraId[] | undefined, body: Schema<Material>): Route {
  return defineRoute({
    name: 'auth.login',
    method: 'POST',
    path: `/api/v1/auth/${method}-auth/login`,
    ...(eras === undefined ? {} : { eras }),
    callers: 'anyone',
    limit: 'login',
    params: IGNORED,
    query: IGNORED,
    body,
    answer: async ({ body: sent, world, tokens }) => {
      const found = requireIdentity(world, sent.identityId, (identity) => identity.checked.get(method));
      const accepted = await Promise.resolve(found.method(sent)).catch(() => false);
      if (!accepted) throw new Refusal('subjectNotAllowed', 'This subject is not allowed to log in as the identity');
      return tokens.issue(found.identity, `${method}-auth`);
    },
  });
}

/** A body of texts; the optional organisation is left out of what the check sees. */
function material(fields: Record<string, z.ZodType<string, z.ZodTypeDef, unknown>>): Schema<Material> {
  return z
    .object({ identityId, organizationSlug, ...fields })
    .transform(({ organizationSlug: _unused, ...rest }) => z.object({ identityId }).catchall(z.string()).parse(rest));
}
