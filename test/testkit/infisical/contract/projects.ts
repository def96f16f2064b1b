import { expect } from 'chai';
import { both, type ContractCase, ok, refused, table } from './case.ts';
import type { Ask, CallerName, Stage } from './stage.ts';

const read = (path: string, as: CallerName = 'member'): Ask => ({ path, as });
const outsider = { '24': refused(403, 'Identity not in project'), '26': refused(403, 'ForbiddenError') };
const shop = {
  slug: 'shop-site',
  environments: [{ slug: 'dev', name: 'Development' }, { slug: 'staging' }, { slug: 'prod' }],
};
const noRoute = refused(404, 'Not Found', { message: /^Route GET:/ });

/** Projects by id and slug, for members, outsiders and service tokens. */
export const PROJECT_CASES: readonly ContractCase[] = table([
  { name: 'by id', ask: (s) => read(`/api/v1/workspace/${s.shop.id}`), ...both(ok({ workspace: shop })) },
  {
    name: 'by id, service token',
    ask: (s) => read(`/api/v1/workspace/${s.shop.id}`, 'writeDev'),
    ...both(ok({ workspace: shop })),
  },
  {
    name: 'by id, newer path',
    ask: (stage) => read(`/api/v1/projects/${stage.shop.id}`),
    '24': noRoute,
    '26': ok({ project: shop }),
  },
  {
    name: 'by unknown id',
    ask: (stage) => read(`/api/v1/workspace/${stage.unknownId}`),
    '24': refused(500, 'Failed to find project by id'),
    '26': refused(404, 'NotFound'),
  },
  { name: 'by id, not a member', ask: (s) => read(`/api/v1/workspace/${s.shop.id}`, 'stranger'), ...outsider },
  { name: 'by slug: no envelope', ask: () => read('/api/v2/workspace/shop-site'), ...both(ok(shop)) },
  { name: 'by slug, newer path', ask: () => read('/api/v1/projects/slug/shop-site'), '24': noRoute, '26': ok(shop) },
  {
    name: 'by unknown slug',
    ask: () => read('/api/v2/workspace/nope-nope'),
    '24': refused(500, 'Failed to find project by slug'),
    '26': refused(404, 'NotFound'),
  },
  { name: 'by slug, not a member', ask: () => read('/api/v2/workspace/shop-site', 'stranger'), ...outsider },
  {
    name: 'by slug, service token',
    ask: () => read('/api/v2/workspace/shop-site', 'writeDev'),
    '24': ok(shop),
    '26': refused(403, 'ForbiddenError'),
  },
  {
    name: 'all, on a path for users only',
    ask: () => read('/api/v1/workspace'),
    '24': refused(403, '/api/v1/workspace Unauthorized Access'),
    '26': refused(403, 'ForbiddenError'),
  },
  { name: 'all of an identity', ask: () => read('/api/v1/projects'), '24': noRoute, '26': ok({ projects: [shop] }) },
]);

const environments = ({ shop: { id } }: Stage, envId = ''): string => `/api/v1/workspace/${id}/environments/${envId}`;

/** Environments of a project. */
export const ENVIRONMENT_CASES: readonly ContractCase[] = table([
  {
    name: 'by id',
    ask: (stage) => read(environments(stage, stage.shop.environments['dev'])),
    ...both(ok({ environment: { slug: 'dev', name: 'Development', position: 1 } })),
  },
  {
    name: 'create',
    ask: (stage) => ({
      method: 'POST',
      path: environments(stage),
      body: { name: 'Preview', slug: 'preview' },
      as: 'member',
    }),
    ...both(ok({ environment: { slug: 'preview', position: 4 } })),
    check: ({ body }, stage) => {
      expect(body).to.include({ workspace: stage.shop.id });
    },
  },
  {
    name: 'create, newer path',
    ask: ({ shop: { id } }) => ({
      method: 'POST',
      path: `/api/v1/projects/${id}/environments`,
      body: { name: 'Preview', slug: 'preview' },
      as: 'member',
    }),
    '26': ok({ environment: { slug: 'preview' } }),
    check: ({ body }, stage) => {
      expect(body).to.include({ projectId: stage.shop.id });
    },
  },
  {
    name: 'create: duplicate',
    ask: (stage) => ({ method: 'POST', path: environments(stage), body: { name: 'Dev', slug: 'dev' }, as: 'member' }),
    '24': refused(400, 'Create envv'),
    '26': refused(400, 'BadRequest'),
  },
  {
    name: 'update',
    ask: (stage) => ({
      method: 'PATCH',
      path: environments(stage, stage.shop.environments['dev']),
      body: { name: 'Play' },
      as: 'member',
    }),
    ...both(ok({ environment: { slug: 'dev', name: 'Play' } })),
  },
  {
    name: 'delete',
    ask: (stage) => ({ method: 'DELETE', path: environments(stage, stage.shop.environments['prod']), as: 'member' }),
    ...both(ok({ environment: { slug: 'prod' } })),
  },
]);

const DYNAMIC = '/api/v1/dynamic-secrets';
const inShop = { projectSlug: 'shop-site', environmentSlug: 'dev', path: '/' };
const unlicensed = both(refused(400, 'BadRequest'));
const noLease = { '24': refused(400, 'BadRequest'), '26': refused(404, 'NotFound') };

/** Tags, service token data, dynamic secrets, health, and routes that are not there. */
export const OTHER_CASES: readonly ContractCase[] = table([
  {
    name: 'tags: none',
    ask: (s) => read(`/api/v1/workspace/${s.shop.id}/tags`),
    ...both({ status: 200, body: { workspaceTags: [] } }),
  },
  {
    name: 'tags: one',
    before: ({ infisical, shop: project }) => infisical.tag(project, 'team-a', { name: 'Team A' }),
    ask: (stage) => read(`/api/v1/workspace/${stage.shop.id}/tags`),
    ...both(ok({ workspaceTags: [{ slug: 'team-a', name: 'Team A' }] })),
  },
  {
    name: 'service token: own data',
    ask: () => read('/api/v2/service-token', 'writeDev'),
    ...both(
      ok({ permissions: ['read', 'write'], scopes: [{ environment: 'dev', secretPath: '/**' }], expiresAt: null }),
    ),
    check: ({ body }, stage) => {
      expect(body).to.include({ workspace: stage.shop.id, projectId: stage.shop.id });
      expect(body).to.include.keys('user', 'encryptedKey', 'iv', 'tag', 'lastUsed', '_id');
    },
  },
  {
    name: 'service token: own data, with an identity token',
    ask: () => read('/api/v2/service-token'),
    '24': refused(403, '/api/v2/service-token Unauthorized Access'),
    '26': refused(403, 'ForbiddenError'),
  },
  {
    name: 'dynamic secrets: list',
    ask: () => ({ ...read(DYNAMIC), query: inShop }),
    ...both(ok({ dynamicSecrets: [] })),
  },
  { name: 'dynamic secrets: create', ask: () => ({ ...read(DYNAMIC), method: 'POST', body: inShop }), ...unlicensed },
  {
    name: 'leases: create',
    ask: () => ({ ...read(`${DYNAMIC}/leases`), method: 'POST', body: { ...inShop, dynamicSecretName: 'pg' } }),
    ...unlicensed,
  },
  {
    name: 'leases: get unknown',
    ask: (s) => ({ ...read(`${DYNAMIC}/leases/${s.unknownId}`), query: inShop }),
    ...noLease,
  },
  {
    name: 'leases: renew unknown',
    ask: (stage) => ({ ...read(`${DYNAMIC}/leases/${stage.unknownId}/renew`), method: 'POST', body: inShop }),
    ...unlicensed,
  },
  {
    name: 'leases: delete unknown',
    ask: (stage) => ({ ...read(`${DYNAMIC}/leases/${stage.unknownId}`), method: 'DELETE', body: inShop }),
    ...noLease,
  },
  { name: 'status needs no token', ask: () => ({ path: '/api/status' }), ...both(ok({ message: 'Ok' })) },
  {
    name: 'status refuses a broken token',
    ask: () => ({ path: '/api/status', headers: { authorization: 'Bearer garbage' } }),
    '24': refused(500, 'Internal Server Error', { message: 'jwt malformed' }),
    '26': refused(403, 'TokenError'),
  },
  { name: 'unknown route', ask: () => read('/api/v1/nope'), ...both(noRoute) },
  {
    name: 'known route, other method',
    ask: () => ({ ...read('/api/v3/secrets/raw/APP'), method: 'PUT', body: {} }),
    ...both(refused(404, 'Not Found', { message: /^Route PUT:/ })),
  },
  { name: 'newer lists', ask: () => read('/api/v4/secrets'), '24': noRoute },
  {
    name: 'change events',
    ask: () => ({ ...read('/api/v1/events/subscribe/project-events'), method: 'POST', body: {} }),
    '24': refused(404, 'Not Found'),
    '26': refused(422, 'ValidationFailure'),
  },
]);
