import { expect } from 'chai';
import { z } from 'zod';
import { both, type ContractCase, ok, refused, table } from './case.ts';
import type { Ask, CallerName, Stage } from './stage.ts';

const denied = { '24': refused(401, 'PermissionDenied'), '26': refused(403, 'PermissionDenied') };

const Texts = z.record(z.string(), z.string());

/** A request about folders or imports on the older path, in the shop's `dev`. */
function ask(
  stage: Stage,
  method: string,
  path: string,
  fields: Record<string, string | object> = {},
  as: CallerName = 'member',
): Ask {
  const place = { workspaceId: stage.shop.id, environment: 'dev', path: '/', ...fields };
  if (method !== 'GET') return { method, path, body: place, as };
  return { path, query: Texts.parse(place), as };
}

const FOLDERS = '/api/v1/folders';
const IMPORTS = '/api/v1/secret-imports';

/** Folders of an environment. */
export const FOLDER_CASES: readonly ContractCase[] = table([
  {
    name: 'list: one level',
    ask: (stage) => ask(stage, 'GET', FOLDERS),
    ...both(ok()),
    check: ({ body }) => {
      expect(body).to.have.property('folders').that.has.length(3);
      expect(body)
        .to.have.nested.property('folders[0]')
        .that.includes.keys('id', 'parentId', 'envId', 'version', 'isReserved');
    },
  },
  {
    name: 'list: below a folder',
    ask: (s) => ask(s, 'GET', FOLDERS, { path: '/app' }),
    ...both(ok({ folders: [{ name: 'db' }] })),
  },
  {
    name: 'list: unknown path',
    ask: (s) => ask(s, 'GET', FOLDERS, { path: '/nope' }),
    ...both({ status: 200, body: { folders: [] } }),
  },
  {
    name: 'list: unknown environment',
    ask: (stage) => ask(stage, 'GET', FOLDERS, { environment: 'nope' }),
    '24': refused(400, 'get folders'),
    '26': refused(404, 'NotFound'),
  },
  {
    name: 'list: member without a right',
    ask: (stage) => ask(stage, 'GET', FOLDERS, {}, 'powerless'),
    ...both(ok()),
    check: ({ body }, { surface }) => {
      expect(body)
        .to.have.property('folders')
        .that.has.length(surface.era === '24' ? 3 : 0);
    },
  },
  { name: 'list: service token', ask: (s) => ask(s, 'GET', FOLDERS, {}, 'writeDev'), ...both(ok()) },
  {
    name: 'list: newer path, recursive',
    ask: ({ shop }) => ({
      path: '/api/v2/folders',
      query: { projectId: shop.id, environment: 'dev', recursive: 'true' },
      as: 'member',
    }),
    '24': refused(404, 'Not Found'),
    '26': ok({ folders: [{ name: 'app' }, { name: 'db', relativePath: 'app/db' }] }),
  },
  {
    name: 'create',
    ask: (s) => ask(s, 'POST', FOLDERS, { name: 'one' }),
    ...both(ok({ folder: { name: 'one', version: 1 } })),
  },
  {
    name: 'create: one that is there is given back',
    ask: (stage) => ask(stage, 'POST', FOLDERS, { name: 'app' }),
    ...both(ok({ folder: { name: 'app' } })),
    check: ({ body }, { infisical, shop }) => {
      expect(body).to.have.nested.property('folder.id', infisical.folder(shop, 'dev', '/app'));
    },
  },
  {
    name: 'create: parents are made on the way',
    ask: (stage) => ask(stage, 'POST', FOLDERS, { name: 'leaf', path: '/new/deep' }),
    ...both(ok({ folder: { name: 'leaf' } })),
    check: async (_answer, stage) => {
      const { body } = await stage.send(ask(stage, 'GET', FOLDERS, { path: '/new' }));
      expect(body).to.have.nested.property('folders[0].name', 'deep');
    },
  },
  {
    name: 'create: name with a dot',
    ask: (stage) => ask(stage, 'POST', FOLDERS, { name: 'a.b' }),
    '24': refused(500, 'Find by secret path'),
    '26': refused(422, 'ValidationFailure'),
  },
  {
    name: 'create: name with a slash',
    ask: (stage) => ask(stage, 'POST', FOLDERS, { name: 'a/b' }),
    '24': ok({ folder: { name: 'a/b' } }),
    '26': refused(422, 'ValidationFailure'),
  },
  { name: 'create: viewer', ask: (s) => ask(s, 'POST', FOLDERS, { name: 'two' }, 'viewer'), ...denied },
  { name: 'delete: by name', ask: (s) => ask(s, 'DELETE', `${FOLDERS}/app`), ...both(ok({ folder: { name: 'app' } })) },
  {
    name: 'delete: by id, with all below',
    ask: (stage) => ask(stage, 'DELETE', `${FOLDERS}/${stage.infisical.folder(stage.shop, 'dev', '/app')}`),
    ...both(ok({ folder: { name: 'app' } })),
    check: (_answer, { infisical, shop }) => {
      expect(infisical.secrets(shop, 'dev', '/app/db')).to.deep.equal({});
    },
  },
  {
    name: 'delete: missing',
    ask: (stage) => ask(stage, 'DELETE', `${FOLDERS}/nope`),
    '24': refused(400, 'Delete folder'),
    '26': refused(404, 'NotFound'),
  },
]);

/** Imports of a folder. */
export const IMPORT_CASES: readonly ContractCase[] = table([
  {
    name: 'list',
    ask: (stage) => ask(stage, 'GET', IMPORTS),
    ...both(
      ok({ secretImports: [{ importPath: '/shared', position: 1, importEnv: { slug: 'dev', name: 'Development' } }] }),
    ),
  },
  {
    name: 'create: the same again',
    ask: (stage) => ask(stage, 'POST', IMPORTS, { import: { environment: 'dev', path: '/shared' } }),
    ...both(ok({ secretImport: { importPath: '/shared', position: 2 } })),
  },
  {
    name: 'delete',
    ask: (stage) => {
      const id = stage.infisical.import(stage.shop, 'dev', '/', { fromEnv: 'dev', fromPath: '/app' });
      return ask(stage, 'DELETE', `${IMPORTS}/${id}`);
    },
    ...both(ok({ secretImport: { importPath: '/app' } })),
  },
  {
    name: 'delete: missing',
    ask: (stage) => ask(stage, 'DELETE', `${IMPORTS}/${stage.unknownId}`),
    '24': refused(400, 'BadRequest'),
    '26': refused(404, 'NotFound'),
  },
]);
