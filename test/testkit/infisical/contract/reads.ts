import { expect } from 'chai';
import { both, type ContractCase, ok, refused, table } from './case.ts';
import { blocks, get, list, project, secretOf, values } from './secrets-api.ts';
import type { Stage } from './stage.ts';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** The older era hides a wrong place behind an empty list. */
const noPlace = {
  '24': ok({ secrets: [], imports: [] }),
  '26': refused(404, 'SecretPathNotFound'),
};
const denied = { '24': refused(401, 'PermissionDenied'), '26': refused(403, 'PermissionDenied') };
const outsider = { '24': refused(403, 'Identity not in project'), '26': refused(403, 'ForbiddenError') };
const missing = { '24': refused(400, 'BadRequest'), '26': refused(404, 'NotFound') };

/** Lists, single reads and imports. */
export const READS: readonly ContractCase[] = table([
  {
    name: 'list: one folder, as written',
    ask: (stage) => list(stage, { secretPath: '/app' }),
    ...both(ok({ imports: [] })),
    check: (answer) => {
      const expected = { KEY: 'k-1', LOCAL: 'key is ${KEY}', URL: 'db://${dev.app.db.USER}@${dev.app.db.HOST}' };
      expect(values(answer)).to.deep.equal(expected);
    },
  },
  {
    name: 'list: fields of a secret',
    ask: (stage) => list(stage, { secretPath: '/app/db' }),
    ...both(
      ok({ secrets: [{ environment: 'dev', version: 1, type: 'shared', secretKey: 'USER', secretPath: '/app/db' }] }),
    ),
    check: ({ body }, { shop, surface }) => {
      expect(body).to.have.nested.property('secrets[0].workspace', shop.id);
      expect(body).to.have.nested.property('secrets[0]._id');
      const older = [
        '_id',
        'environment',
        'id',
        'secretComment',
        'secretKey',
        'secretPath',
        'secretValue',
        'type',
        'version',
        'workspace',
      ];
      if (surface.era === '24')
        expect(body)
          .to.have.nested.property('secrets[0]')
          .that.has.all.keys(...older);
      else expect(body).to.containSubset({ secrets: [{ secretValueHidden: false, tags: [], secretMetadata: [] }] });
    },
  },
  {
    name: 'list: recursive gives the same key several times, told apart by path',
    ask: (stage) => list(stage, { recursive: 'true' }),
    ...both(ok()),
    check: (answer) => {
      const found = values(answer, { withPath: true });
      expect(found).to.include({ '/ APP': 'shop', '/shared APP': 'shared', '/app/db USER': 'amy' });
      expect(Object.keys(found)).to.have.length(13);
    },
  },
  {
    name: 'list: recursive from a folder',
    ask: (stage) => list(stage, { secretPath: '/app', recursive: 'true' }),
    ...both(ok()),
    check: (answer) => {
      expect(Object.keys(values(answer))).to.have.members(['KEY', 'LOCAL', 'URL', 'USER', 'HOST']);
    },
  },
  {
    name: 'list: booleans are words',
    ask: (stage) => list(stage, { recursive: '1' }),
    '24': refused(403, 'ValidationFailure', { body: { message: [{ received: '1', path: ['recursive'] }] } }),
    '26': refused(422, 'ValidationFailure', { body: { message: [{ received: '1', path: ['recursive'] }] } }),
  },
  {
    name: 'list: a slash at the end of the path is dropped',
    ask: (stage) => list(stage, { secretPath: '/app/db/' }),
    ...both(ok({ secrets: [{ secretKey: 'HOST', secretPath: '/app/db' }] })),
  },
  {
    name: 'list: empty folder',
    ask: (s) => list(s, { secretPath: '/empty' }),
    ...both(ok({ secrets: [], imports: [] })),
  },
  { name: 'list: path without its first slash', ask: (s) => list(s, { secretPath: 'app/db' }), ...noPlace },
  { name: 'list: empty path', ask: (s) => list(s, { secretPath: '' }), ...noPlace },
  { name: 'list: unknown path', ask: (s) => list(s, { secretPath: '/nope' }), ...noPlace },
  {
    name: 'list: unknown path, recursive',
    ask: (s) => list(s, { secretPath: '/nope', recursive: 'true' }),
    ...noPlace,
  },
  { name: 'list: path in another case', ask: (s) => list(s, { secretPath: '/APP' }), ...noPlace },
  { name: 'list: unknown environment', ask: (s) => list(s, { environment: 'nope' }), ...noPlace },
  {
    name: 'list: name of the environment instead of its slug',
    ask: (s) => list(s, { environment: 'Development' }),
    ...noPlace,
  },
  { name: 'list: unknown project', ask: (s) => list(s, project(s, UNKNOWN_ID)), ...missing },
  { name: 'list: project id that is no UUID', ask: (s) => list(s, project(s, 'nope')), ...missing },
  { name: 'list: project the identity is not in', ask: (s) => list(s, project(s, s.other.id)), ...outsider },
  { name: 'list: not a member', ask: (s) => list(s, {}, 'stranger'), ...outsider },
  { name: 'list: member without a right', ask: (s) => list(s, {}, 'powerless'), ...denied },
  { name: 'list: viewer', ask: (s) => list(s, {}, 'viewer'), ...both(ok()) },
  {
    name: 'list: a refused right is spelt out',
    ask: (stage) => list(stage, { secretPath: '/app' }, 'powerless'),
    '26': refused(403, 'PermissionDenied', {
      body: { details: [{ action: 'read', conditions: { environment: 'dev', secretPath: '/app' } }] },
    }),
  },
  {
    name: 'list: a slash at the end of the route',
    ask: (stage) => ({ ...list(stage), path: `${list(stage).path}/` }),
    ...both(ok()),
  },

  {
    name: 'get: a value with line breaks',
    before: ({ infisical, shop }) => infisical.secret(shop, 'dev', '/', 'PEM', '-----BEGIN-----\nabc\n-----END-----\n'),
    ask: (stage) => get(stage, 'PEM'),
    ...both(ok({ secret: { secretValue: '-----BEGIN-----\nabc\n-----END-----\n', tags: [] } })),
  },
  { name: 'get: an empty value', ask: (s) => get(s, 'EMPTY'), ...both(ok({ secret: { secretValue: '' } })) },
  {
    name: 'get: name with dots and dashes',
    before: ({ infisical, shop }) => infisical.secret(shop, 'dev', '/', 'a-key.with.dots', '1'),
    ask: (stage) => get(stage, 'a-key.with.dots'),
    ...both(ok({ secret: { secretKey: 'a-key.with.dots' } })),
  },
  { name: 'get: missing', ask: (s) => get(s, 'NOPE'), ...missing },
  { name: 'get: in another case', ask: (s) => get(s, 'app'), ...missing },
  { name: 'get: personal', ask: (s) => get(s, 'APP', { type: 'personal' }), ...missing },
  { name: 'get: only in an import, which is not asked for', ask: (s) => get(s, 'REGION'), ...missing },
  {
    name: 'get: found in an import',
    ask: (stage) => get(stage, 'REGION', { include_imports: 'true' }),
    ...both(ok({ secret: { secretValue: 'eu', environment: 'dev' } })),
    check: ({ body }, { surface }) => {
      if (surface.era === '24') expect(body).not.to.have.nested.property('secret.tags');
    },
  },
  {
    name: 'get: unknown path',
    ask: (stage) => get(stage, 'APP', { secretPath: '/nope' }),
    '24': refused(400, 'Create secret'),
    '26': refused(404, 'NotFound'),
  },
  {
    name: 'get: unknown environment',
    ask: (stage) => get(stage, 'APP', { environment: 'nope' }),
    '24': refused(400, 'Create secret'),
    '26': refused(404, 'NotFound'),
  },
  { name: 'get: member without a right', ask: (s) => get(s, 'APP', {}, 'powerless'), ...denied },
  {
    name: 'get: an earlier version',
    before: ({ infisical, shop }) => infisical.secret(shop, 'dev', '/', 'APP', 'newer'),
    ask: (stage) => get(stage, 'APP', { version: '1' }),
    ...both(ok({ secret: { version: 1, secretValue: 'shop' } })),
  },
  {
    name: 'get: a version that never was',
    ask: (stage) => get(stage, 'APP', { version: '9' }),
    '24': ok({ secret: { version: 1, secretValue: 'shop' } }),
    '26': refused(404, 'NotFound'),
  },

  {
    name: 'imports: one block for each import, nothing merged',
    ask: (stage) => list(stage, { include_imports: 'true' }),
    ...both(ok()),
    check: (answer) => {
      expect(values(answer)).to.include({ APP: 'shop' });
      expect(blocks(answer)).to.deep.equal([{ from: 'dev /shared', values: { APP: 'shared', REGION: 'eu' } }]);
      expect(answer.text).not.to.match(/"secretValue":"eu"[^}]*"secretPath"/u);
    },
  },
  {
    name: 'imports: elements carry the environment they come from',
    ask: (stage) => list(stage, { secretPath: '/app', include_imports: 'true' }),
    ...both(ok({ imports: [{ secretPath: '/', environment: 'staging', secrets: [{ environment: 'staging' }] }] })),
  },
  {
    name: 'imports: a recursive list has those of all folders',
    ask: (stage) => list(stage, { include_imports: 'true', recursive: 'true' }),
    ...both(ok()),
    check: (answer) => {
      expect(blocks(answer).map(({ from }) => from)).to.have.members(['dev /shared', 'staging /']);
    },
  },
  {
    name: 'imports: of a folder that imports again, the block is flat and the nearer one wins',
    before: chain,
    ask: (stage) => list(stage, { secretPath: '/far', include_imports: 'true' }),
    ...both(ok()),
    check: (answer) => {
      expect(blocks(answer)).to.deep.equal([
        { from: 'dev /mid', values: { OWN: 'mid', ONLY: 'a ${SAME}', SAME: 'first' } },
      ]);
    },
  },
  {
    name: 'imports: a single read takes the last import that holds the key',
    before: chain,
    ask: (stage) => get(stage, 'SAME', { secretPath: '/mid', include_imports: 'true' }),
    ...both(ok({ secret: { secretValue: 'second' } })),
  },
  {
    name: 'imports: a single read reaches the second level',
    before: chain,
    ask: (stage) => get(stage, 'ONLY', { secretPath: '/far', include_imports: 'true' }),
    ...both(ok({ secret: { secretKey: 'ONLY' } })),
  },
  {
    name: 'imports: folders that import each other end',
    before: ({ infisical, shop }) => infisical.import(shop, 'dev', '/shared', { fromEnv: 'dev', fromPath: '/' }),
    ask: (stage) => list(stage, { include_imports: 'true' }),
    ...both(ok()),
  },
  {
    name: 'the secret of a read has its version',
    ask: (stage) => get(stage, 'APP'),
    ...both(ok()),
    check: (answer) => {
      expect(secretOf(answer).version).to.equal(1);
    },
  },
]);

/** `/far` imports `/mid`, which imports `/one` and then `/two`; the last two share a key. */
function chain({ infisical, shop }: Stage): void {
  infisical.secret(shop, 'dev', '/one', 'ONLY', 'a ${SAME}');
  infisical.secret(shop, 'dev', '/one', 'SAME', 'first');
  infisical.secret(shop, 'dev', '/two', 'SAME', 'second');
  infisical.secret(shop, 'dev', '/mid', 'OWN', 'mid');
  infisical.folder(shop, 'dev', '/far');
  infisical.import(shop, 'dev', '/mid', { fromEnv: 'dev', fromPath: '/one' });
  infisical.import(shop, 'dev', '/mid', { fromEnv: 'dev', fromPath: '/two' });
  infisical.import(shop, 'dev', '/far', { fromEnv: 'dev', fromPath: '/mid' });
}
