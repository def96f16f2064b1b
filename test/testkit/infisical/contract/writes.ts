import { expect } from 'chai';
import { both, type ContractCase, ok, refused, table } from './case.ts';
import { project, write } from './secrets-api.ts';
import type { Stage } from './stage.ts';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const missing = { '24': refused(400, 'BadRequest'), '26': refused(404, 'NotFound') };
const noPlace = { '24': refused(400, 'Create secret'), '26': refused(404, 'NotFound') };
const denied = { '24': refused(401, 'PermissionDenied'), '26': refused(403, 'PermissionDenied') };
const exists = both(refused(400, 'BadRequest'));

/** A validation error about one field. */
function invalid(...path: string[]): Pick<ContractCase, '24' | '26'> {
  const body = { message: [{ path }] };
  return { '24': refused(403, 'ValidationFailure', { body }), '26': refused(422, 'ValidationFailure', { body }) };
}

const value = { secretValue: 'x' };
const created = (stage: Stage): Promise<unknown> =>
  stage.send(write(stage, 'POST', 'ONE', { secretValue: 'v1', secretComment: 'c' }));

/** Writes of one secret. */
export const WRITES: readonly ContractCase[] = table([
  {
    name: 'create: success',
    ask: (stage) => write(stage, 'POST', 'ONE', { secretValue: 'v1', secretComment: 'by the operator' }),
    ...both(ok({ secret: { secretKey: 'ONE', secretValue: 'v1', secretComment: 'by the operator', version: 1 } })),
  },
  { name: 'create: duplicate', before: created, ask: (s) => write(s, 'POST', 'ONE', value), ...exists },
  ...[
    { name: 'outer white space goes', sent: '  \tpadded  ', kept: 'padded' },
    { name: 'of final line breaks one stays', sent: '  padded\n\n', kept: 'padded\n' },
    { name: 'a line break before spaces goes, too', sent: 'padded\n  ', kept: 'padded' },
  ].map(({ name, sent, kept }) => ({
    name: `create: ${name}`,
    ask: (stage: Stage) => write(stage, 'POST', 'PADDED', { secretValue: sent }),
    ...both(ok({ secret: { secretValue: kept } })),
  })),
  {
    name: 'create: empty value',
    ask: (s) => write(s, 'POST', 'ONE', { secretValue: '' }),
    ...both(ok({ secret: { secretValue: '' } })),
  },
  { name: 'create: no value', ask: (s) => write(s, 'POST', 'ONE'), ...invalid('secretValue') },
  {
    name: 'create: value of another type',
    ask: (s) => write(s, 'POST', 'ONE', { secretValue: 5 }),
    ...invalid('secretValue'),
  },
  {
    name: 'create: unknown type',
    ask: (s) => write(s, 'POST', 'ONE', { ...value, type: 'weird' }),
    ...invalid('type'),
  },
  {
    name: 'create: personal',
    ask: (s) => write(s, 'POST', 'ONE', { ...value, type: 'personal' }),
    ...both(refused(400, 'BadRequest')),
  },
  {
    name: 'create: name with a space',
    ask: (s) => write(s, 'POST', 'WITH SPACE', value),
    ...both(ok({ secret: { secretKey: 'WITH SPACE' } })),
  },
  {
    name: 'create: name with a slash',
    ask: (stage) => write(stage, 'POST', 'a/b', value),
    '24': ok({ secret: { secretKey: 'a/b' } }),
    '26': refused(422, 'ValidationFailure'),
  },
  {
    name: 'create: name beyond ASCII',
    ask: (s) => write(s, 'POST', 'ÜBER', value),
    ...both(ok({ secret: { secretKey: 'ÜBER' } })),
  },
  { name: 'create: unknown path', ask: (s) => write(s, 'POST', 'ONE', { ...value, secretPath: '/nope' }), ...noPlace },
  {
    name: 'create: unknown environment',
    ask: (s) => write(s, 'POST', 'ONE', { ...value, environment: 'nope' }),
    ...noPlace,
  },
  {
    name: 'create: unknown project',
    ask: (s) => write(s, 'POST', 'ONE', { ...value, ...project(s, UNKNOWN_ID) }),
    ...missing,
  },
  { name: 'create: viewer', ask: (s) => write(s, 'POST', 'ONE', value, 'viewer'), ...denied },
  {
    name: 'create: not a member',
    ask: (stage) => write(stage, 'POST', 'ONE', value, 'stranger'),
    '24': refused(403, 'Identity not in project'),
    '26': refused(403, 'ForbiddenError'),
  },
  {
    name: 'create: the project by its slug alone',
    ask: (stage) => {
      const { path } = write(stage, 'POST', 'ONE');
      const body = { workspaceSlug: stage.shop.slug, environment: 'dev', secretPath: '/empty', ...value };
      return { method: 'POST', path, body, as: 'member' };
    },
    '24': refused(403, 'ValidationFailure', { body: { message: [{ path: ['workspaceId'] }] } }),
    '26': refused(422, 'ValidationFailure'),
  },
  {
    name: 'create: malformed JSON',
    ask: (stage) => ({
      method: 'POST',
      path: write(stage, 'POST', 'ONE').path,
      body: '{nope',
      headers: { 'content-type': 'application/json' },
      as: 'member',
    }),
    '24': refused(400, 'Bad Request'),
    '26': refused(500, 'InternalServerError'),
  },
  {
    name: 'create: body over 1 MiB',
    ask: (stage) => write(stage, 'POST', 'ONE', { secretValue: 'x'.repeat(1_100_000) }),
    '24': refused(413, 'Payload Too Large', { code: 'FST_ERR_CTP_BODY_TOO_LARGE' }),
    '26': refused(500, 'InternalServerError'),
  },
  {
    name: 'create: read-only service token',
    ask: (s) => write(s, 'POST', 'ONE', { ...value, secretPath: '/app' }, 'readApp'),
    ...denied,
  },
  {
    name: 'create: service token that may write',
    ask: (s) => write(s, 'POST', 'ONE', value, 'writeDev'),
    ...both(ok()),
  },
  {
    name: 'create: with tags and metadata',
    before: ({ infisical, shop }) => infisical.tag(shop, 'team-a'),
    ask: (stage) =>
      write(stage, 'POST', 'ONE', {
        ...value,
        tagIds: [stage.infisical.tag(stage.shop, 'team-b')],
        secretMetadata: [{ key: 'owner', value: 'amy' }],
      }),
    '24': ok(),
    '26': ok({ secret: { tags: [{ slug: 'team-b' }], secretMetadata: [{ key: 'owner', value: 'amy' }] } }),
  },

  {
    name: 'update: success',
    before: created,
    ask: (stage) => write(stage, 'PATCH', 'ONE', { secretValue: 'v2' }),
    ...both(ok({ secret: { secretValue: 'v2', secretComment: 'c', version: 2 } })),
  },
  {
    name: 'update: the same value is a version, too',
    before: created,
    ask: (stage) => write(stage, 'PATCH', 'ONE', { secretValue: 'v1' }),
    ...both(ok({ secret: { version: 2 } })),
  },
  {
    name: 'update: no value',
    before: created,
    ask: (stage) => write(stage, 'PATCH', 'ONE'),
    '24': refused(403, 'ValidationFailure', { body: { message: [{ path: ['secretValue'] }] } }),
    '26': ok({ secret: { secretValue: 'v1', version: 2 } }),
  },
  {
    name: 'update: another name',
    before: created,
    ask: (stage) => write(stage, 'PATCH', 'ONE', { newSecretName: 'TWO' }),
    '26': ok({ secret: { secretKey: 'TWO', secretValue: 'v1' } }),
  },
  { name: 'update: missing secret', ask: (s) => write(s, 'PATCH', 'NOPE', value), ...missing },
  { name: 'update: viewer', before: created, ask: (s) => write(s, 'PATCH', 'ONE', value, 'viewer'), ...denied },

  { name: 'delete: viewer', before: created, ask: (s) => write(s, 'DELETE', 'ONE', {}, 'viewer'), ...denied },
  {
    name: 'delete: success gives the last state',
    before: created,
    ask: (stage) => write(stage, 'DELETE', 'ONE'),
    ...both(ok({ secret: { secretKey: 'ONE', secretValue: 'v1' } })),
    check: (_answer, { infisical, shop }) => {
      expect(infisical.secrets(shop, 'dev', '/empty')).to.deep.equal({});
    },
  },
  { name: 'delete: missing secret', ask: (s) => write(s, 'DELETE', 'NOPE'), ...missing },
  { name: 'delete: only in an import', ask: (s) => write(s, 'DELETE', 'REGION', { secretPath: '/' }), ...missing },
  {
    name: 'delete: no body',
    ask: (stage) => ({ method: 'DELETE', path: write(stage, 'DELETE', 'ONE').path, as: 'member' }),
    ...invalid(),
  },
  {
    name: 'delete: parameters in the query',
    before: created,
    ask: (stage) => ({
      method: 'DELETE',
      path: write(stage, 'DELETE', 'ONE').path,
      query: { ...project(stage), environment: 'dev', secretPath: '/empty' },
      as: 'member',
    }),
    ...invalid(),
  },
  {
    name: 'a write under an approval policy changes nothing',
    before: ({ infisical, shop }) => {
      infisical.approvalPolicy(shop, 'dev', '/**');
    },
    ask: (stage) => write(stage, 'POST', 'ONE', value),
    '26': ok({ approval: { status: 'open' } }),
    check: (answer, { infisical, shop }) => {
      expect(answer.body).not.to.have.property('secret');
      expect(infisical.secrets(shop, 'dev', '/empty')).to.deep.equal({});
    },
  },
]);
