import { both, type ContractCase, ok, refused, table } from './case.ts';
import type { Ask, CallerName } from './stage.ts';

const RAW = '/api/v3/secrets/raw';
const READ = { secretKey: 'APP', secretValue: 'shop' };

function asked(query: Record<string, string>, as: CallerName = 'member', path = RAW): Ask {
  return { path, query, as };
}

const incomplete = both(refused(400, 'BadRequest'));
const app = both(ok({ secrets: [{ secretKey: 'KEY', secretPath: '/app', environment: 'dev' }] }));

/** How the older path finds the project: by id, by slug, or by the token. */
export const V3_TARGETS: readonly ContractCase[] = table([
  {
    name: 'list by slug',
    ask: ({ shop }) => asked({ workspaceSlug: shop.slug, environment: 'dev' }),
    ...both(ok({ secrets: [READ] })),
  },
  {
    name: 'get by slug',
    ask: ({ shop }) => asked({ workspaceSlug: shop.slug, environment: 'dev' }, 'member', `${RAW}/APP`),
    ...both(ok({ secret: READ })),
  },
  {
    name: 'the id wins over the slug',
    ask: ({ shop, other }) => asked({ workspaceSlug: shop.slug, workspaceId: other.id, environment: 'dev' }),
    '24': refused(403, 'Identity not in project'),
    '26': refused(403, 'ForbiddenError'),
  },
  { name: 'neither id nor slug', ask: () => asked({ environment: 'dev' }), ...incomplete },
  { name: 'no environment', ask: ({ shop }) => asked({ workspaceId: shop.id }), ...incomplete },
  {
    name: 'a slug under the name of another version',
    ask: ({ shop }) => asked({ projectSlug: shop.slug, environment: 'dev' }),
    ...incomplete,
  },
  {
    name: 'unknown slug, list',
    ask: () => asked({ workspaceSlug: 'nope-nope', environment: 'dev' }),
    '24': refused(500, 'Failed to find project by slug'),
    '26': refused(404, 'NotFound'),
  },
  {
    name: 'unknown slug, get',
    ask: () => asked({ workspaceSlug: 'nope-nope', environment: 'dev' }, 'member', `${RAW}/APP`),
    '24': refused(500, 'Find project by slug'),
    '26': refused(404, 'NotFound'),
  },
  {
    name: 'slug of a project the identity is not in',
    ask: ({ other }) => asked({ workspaceSlug: other.slug, environment: 'dev' }),
    '24': refused(403, 'Identity not in project'),
    '26': refused(403, 'ForbiddenError'),
  },

  { name: 'service token of one place: no parameters', ask: () => asked({}, 'readApp'), ...app },
  {
    name: 'service token of one place: the query cannot move it',
    ask: ({ shop }) => asked({ workspaceId: shop.id, environment: 'prod', secretPath: '/' }, 'readApp'),
    ...app,
  },
  {
    name: 'service token without its last part',
    ask: async (stage) => ({
      path: RAW,
      headers: { authorization: `Bearer ${(await stage.token('readApp')).split('.').slice(0, 3).join('.')}` },
    }),
    ...app,
  },
  { name: 'service token with wildcards: no parameters', ask: () => asked({}, 'writeDev'), ...incomplete },
  {
    name: 'service token with wildcards: slugs are not looked up',
    ask: ({ shop }) => asked({ workspaceSlug: shop.slug, environment: 'dev' }, 'writeDev'),
    ...incomplete,
  },
  {
    name: 'service token with wildcards: by id',
    ask: ({ shop }) => asked({ workspaceId: shop.id, environment: 'dev', secretPath: '/app' }, 'writeDev'),
    ...app,
  },
  {
    name: 'service token outside its scope',
    ask: ({ shop }) => asked({ workspaceId: shop.id, environment: 'prod' }, 'writeDev'),
    '24': refused(401, 'PermissionDenied'),
    '26': refused(403, 'PermissionDenied'),
  },
  {
    name: 'service token of another project',
    ask: ({ other }) => asked({ workspaceId: other.id, environment: 'dev' }, 'writeDev'),
    '24': refused(403, 'UnauthorizedError'),
    '26': refused(403, 'ForbiddenError'),
  },
  {
    name: 'service token with a wrong secret',
    ask: async (stage) => ({
      path: RAW,
      headers: { authorization: `Bearer st.${(await stage.token('readApp')).split('.')[1] ?? ''}.wrong` },
    }),
    '24': refused(403, 'UnauthorizedError'),
    '26': refused(401, 'UnauthorizedError'),
  },
  {
    name: 'service token of an unknown id',
    ask: ({ unknownId }) => ({ path: RAW, headers: { authorization: `Bearer st.${unknownId}.secret` } }),
    '24': refused(403, 'UnauthorizedError'),
    '26': refused(404, 'NotFound'),
  },
  {
    name: 'service token with an id that is no UUID',
    ask: () => ({ path: RAW, headers: { authorization: 'Bearer st.nope.00' } }),
    '24': refused(403, 'UnauthorizedError'),
    '26': refused(404, 'NotFound'),
  },
  {
    name: 'service token that has expired',
    ask: ({ infisical, shop, clock }) => {
      const token = infisical.serviceToken(shop, {
        scopes: [{ environment: 'dev', secretPath: '/' }],
        permissions: ['read'],
        expiresAt: new Date(clock.ms - 1),
      });
      return { path: RAW, headers: { authorization: `Bearer ${token}` } };
    },
    '24': refused(403, 'UnauthorizedError'),
    '26': refused(403, 'ForbiddenError'),
  },
]);
