import { type ContractCase, both, ok, refused, table } from './case.ts';
import type { Ask, Stage } from './stage.ts';

const UNIVERSAL = '/api/v1/auth/universal-auth/login';
const NOBODY = '00000000-0000-4000-8000-000000000000';

function universal({ identities }: Stage, changes: object = {}): Ask {
  const { clientId, clientSecret } = identities.member;
  return { method: 'POST', path: UNIVERSAL, body: { clientId, clientSecret, ...changes } };
}

function method(name: string, body: object): Ask {
  return { method: 'POST', path: `/api/v1/auth/${name}-auth/login`, body };
}

const pod = ({ identities }: Stage): Ask => method('kubernetes', { identityId: identities.pod.id, jwt: 'jwt' });

const wrong = { '24': refused(403, 'UnauthorizedError'), '26': refused(401, 'UnauthorizedError') };
const unknown = { '24': refused(403, 'UnauthorizedError'), '26': refused(404, 'NotFound') };
const notAllowed = { '24': refused(500, 'Internal Server Error'), '26': refused(401, 'UnauthorizedError') };
const login = { expiresIn: 2_592_000, accessTokenMaxTTL: 2_592_000, tokenType: 'Bearer' };

/** A problem of validation, in the form the server's schema library has. */
function invalid(...issues: object[]): Pick<ContractCase, '24' | '26'> {
  const body = { message: issues };
  return { '24': refused(403, 'ValidationFailure', { body }), '26': refused(422, 'ValidationFailure', { body }) };
}

/** Every login method, its success and its refusals. */
export const LOGINS: readonly ContractCase[] = table([
  { name: 'universal: success', ask: universal, ...both(ok(login)) },
  { name: 'universal: wrong secret', ask: (s) => universal(s, { clientSecret: 'wrong' }), ...wrong },
  { name: 'universal: unknown client id', ask: (s) => universal(s, { clientId: NOBODY }), ...wrong },
  { name: 'universal: client id that is no UUID', ask: (s) => universal(s, { clientId: 'nope' }), ...wrong },
  {
    name: 'universal: missing field',
    ask: (s) => universal(s, { clientSecret: undefined }),
    ...invalid({ code: 'invalid_type', expected: 'string', received: 'undefined', path: ['clientSecret'] }),
  },
  {
    name: 'universal: no body',
    ask: () => ({ method: 'POST', path: UNIVERSAL }),
    ...invalid({ code: 'invalid_type', expected: 'object', received: 'null', path: [] }),
  },
  {
    name: 'universal: malformed JSON',
    ask: () => ({ method: 'POST', path: UNIVERSAL, body: '{"a":', headers: { 'content-type': 'application/json' } }),
    '24': refused(400, 'Bad Request'),
    '26': refused(500, 'InternalServerError'),
  },
  {
    name: 'universal: empty JSON body',
    ask: () => ({ method: 'POST', path: UNIVERSAL, body: '', headers: { 'content-type': 'application/json' } }),
    '24': refused(400, 'Bad Request', { code: 'FST_ERR_CTP_EMPTY_JSON_BODY' }),
    '26': refused(500, 'InternalServerError'),
  },
  {
    name: 'universal: form encoded',
    ask: ({ identities: { member } }) => ({
      method: 'POST',
      path: UNIVERSAL,
      body: new URLSearchParams({ clientId: member.clientId, clientSecret: member.clientSecret }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    ...both(ok(login)),
  },
  {
    name: 'universal: media type that is not understood',
    ask: () => ({ method: 'POST', path: UNIVERSAL, body: 'x', headers: { 'content-type': 'application/xml' } }),
    '24': refused(415, 'Unsupported Media Type', { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }),
    '26': refused(500, 'InternalServerError'),
  },
  {
    name: 'universal: a broken token sent along spoils a valid login',
    ask: (s) => ({ ...universal(s), headers: { authorization: 'Bearer garbage' } }),
    '24': refused(500, 'Internal Server Error', { message: 'jwt malformed' }),
    '26': refused(403, 'TokenError'),
  },
  {
    name: 'universal: a sub-organisation may be named',
    ask: (s) => universal(s, { organizationSlug: 'team' }),
    ...both(ok(login)),
  },
  {
    name: 'universal: the right secret is refused, too, after three wrong ones',
    before: async (stage) => {
      for (let i = 0; i < 3; i++) await stage.send(universal(stage, { clientSecret: 'wrong' }));
    },
    ask: universal,
    '24': ok(login),
    '26': refused(401, 'UnauthorizedError'),
  },
  {
    name: 'universal: the lock opens after five minutes',
    before: async (stage) => {
      for (let i = 0; i < 3; i++) await stage.send(universal(stage, { clientSecret: 'wrong' }));
      stage.clock.ms += 300_001;
    },
    ask: universal,
    ...both(ok(login)),
  },
  {
    name: 'universal: a rotated secret no longer works',
    before: ({ infisical, identities }) => infisical.rotateClientSecret(identities.member),
    ask: universal,
    ...wrong,
  },

  { name: 'kubernetes: success', ask: pod, ...both(ok(login)) },
  {
    name: 'kubernetes: unknown identity',
    ask: () => method('kubernetes', { identityId: NOBODY, jwt: 'x' }),
    ...unknown,
  },
  {
    name: 'kubernetes: identity without that method',
    ask: ({ identities }) => method('kubernetes', { identityId: identities.member.id, jwt: 'x' }),
    ...unknown,
  },
  {
    name: 'kubernetes: identity id that is no UUID',
    ask: () => method('kubernetes', { identityId: 'nope', jwt: 'x' }),
    '24': refused(500, 'Find one'),
    '26': refused(500, 'DatabaseError'),
  },
  { name: 'kubernetes: token not authenticated', before: (s) => (s.verdict = () => false), ask: pod, ...wrong },
  {
    name: 'kubernetes: review carries an error',
    before: (s) => (s.verdict = () => ({ authenticated: false, error: 'token has expired' })),
    ask: pod,
    ...wrong,
  },
  {
    name: 'kubernetes: API server unreachable',
    before: (s) =>
      (s.verdict = () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      }),
    ask: pod,
    '24': refused(500, 'Internal Server Error', { code: 'ECONNREFUSED' }),
    '26': { status: 400 },
  },
  ...[
    { name: 'namespace', username: 'system:serviceaccount:other:operator' },
    { name: 'service account', username: 'system:serviceaccount:shop:other' },
  ].map(({ name, username }) => ({
    name: `kubernetes: ${name} not allowed`,
    before: (s: Stage) => (s.verdict = () => ({ authenticated: true, username, audiences: ['infisical'] })),
    ask: pod,
    ...notAllowed,
  })),
  {
    name: 'kubernetes: audience not allowed',
    before: (s) =>
      (s.verdict = () => ({ authenticated: true, username: 'system:serviceaccount:shop:operator', audiences: ['x'] })),
    ask: pod,
    ...notAllowed,
  },

  ...['azure', 'gcp', 'oidc'].map((name) => ({
    name: `${name}: unknown identity`,
    ask: () => method(name, { identityId: NOBODY, jwt: 'x' }),
    ...unknown,
  })),
  {
    name: 'aws: unknown identity',
    ask: () => method('aws', { identityId: NOBODY, iamRequestBody: 'e30=', iamRequestHeaders: 'e30=' }),
    ...unknown,
  },
  {
    name: 'aws: missing fields',
    ask: () => method('aws', { identityId: NOBODY }),
    ...invalid({ path: ['iamRequestBody'] }, { path: ['iamRequestHeaders'] }),
  },
  {
    name: 'ldap: came later',
    ask: ({ identities }) => method('ldap', { identityId: identities.pod.id, username: 'amy', password: 'right' }),
    '24': refused(404, 'Not Found', { message: /^Route / }),
    '26': ok(login),
  },
  {
    name: 'ldap: wrong password',
    ask: ({ identities }) => method('ldap', { identityId: identities.pod.id, username: 'amy', password: 'wrong' }),
    '26': refused(401, 'UnauthorizedError'),
  },
  {
    name: 'ldap: identity id that is no UUID',
    ask: () => method('ldap', { identityId: 'nope', username: 'amy', password: 'right' }),
    '26': refused(422, 'ValidationFailure'),
  },
]);
