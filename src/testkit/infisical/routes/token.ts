import { z } from 'zod/v3';
import { defineRoute, IGNORED, type Route } from '../http/index.ts';

const body = z.object({ accessToken: z.string().trim() });

/** Renewal and revocation of access tokens; the token in the body is all they need. */
export function tokenRoutes(): Route[] {
  return [
    defineRoute({
      name: 'token.renew',
      method: 'POST',
      path: '/api/v1/auth/token/renew',
      callers: 'anyone',
      limit: 'write',
      params: IGNORED,
      query: IGNORED,
      body,
      answer: ({ tokens, body: { accessToken } }) => tokens.renew(accessToken),
    }),
    defineRoute({
      name: 'token.revoke',
      method: 'POST',
      path: '/api/v1/auth/token/revoke',
      callers: 'anyone',
      limit: 'write',
      params: IGNORED,
      query: IGNORED,
      body,
      answer: ({ tokens, body: { accessToken } }) => {
        tokens.revoke(accessToken);
        return { message: 'The access token is revoked' };
      },
    }),
  ];
}
