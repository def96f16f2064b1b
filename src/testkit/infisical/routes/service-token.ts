import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../era/index.ts';
import { defineRoute, IGNORED, type Route } from '../http/index.ts';
import type { ServiceToken } from '../state/index.ts';

/** What a service token may ask about itself; the only route that refuses all other tokens. */
export function serviceTokenRoutes(): Route[] {
  return [
    defineRoute({
      name: 'service-token.get',
      method: 'GET',
      path: '/api/v2/service-token',
      callers: 'serviceToken',
      limit: 'read',
      params: IGNORED,
      query: IGNORED,
      body: IGNORED,
      answer: ({ caller }) => {
        if (caller.kind !== 'serviceToken') throw new Refusal('tokenKind', 'This route is for service tokens');
        return ownData(caller.token);
      },
    }),
  ];
}

function ownData(token: ServiceToken): Record<string, unknown> {
  const createdAt = token.createdAt.toISOString();
  const owner = '00000000-0000-4000-8000-0000000000ad';
  return {
    id: token.id,
    _id: token.id,
    name: token.name,
    scopes: token.scopes.map(({ environment, secretPath }) => ({ secretPath, environment })),
    permissions: token.permissions,
    lastUsed: token.lastUsed?.toISOString() ?? null,
    expiresAt: token.expiresAt?.toISOString() ?? null,
    // The key fields serve the old encrypted routes, which are not emulated: they have the form and no content.
    secretHash: createHash('sha256').update(token.id).digest('hex'),
    encryptedKey: randomBytes(32).toString('base64'),
    iv: randomBytes(16).toString('base64'),
    tag: randomBytes(16).toString('base64'),
    createdAt,
    updatedAt: createdAt,
    createdBy: owner,
    projectId: token.projectId,
    workspace: token.projectId,
    user: {
      id: owner,
      _id: owner,
      authMethods: ['email'],
      createdAt,
      updatedAt: createdAt,
      devices: [],
      email: 'admin@example.test',
      firstName: 'Admin',
      lastName: '',
      mfaMethods: null,
      __v: 0,
    },
    __v: 0,
  };
}
