import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { both, type ContractCase, ok, refused, table } from './case.ts';
import { list } from './secrets-api.ts';
import type { Ask, Stage } from './stage.ts';

const renew = (accessToken: string): Ask => ({
  method: 'POST',
  path: '/api/v1/auth/token/renew',
  body: { accessToken },
});
const revoke = (accessToken: string): Ask => ({
  method: 'POST',
  path: '/api/v1/auth/token/revoke',
  body: { accessToken },
});

/** A list with any Authorization header, or none. */
function withHeader(stage: Stage, authorization?: string): Ask {
  const { path, query } = list(stage);
  return { path, ...(query && { query }), ...(authorization === undefined ? {} : { headers: { authorization } }) };
}

function forged(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ identityAccessTokenId: 'x', iat: 1 })}`;
  return `${head}.${createHmac('sha256', 'another key').update(head).digest('base64url')}`;
}

const gone = { '24': refused(403, 'UnauthorizedError'), '26': refused(401, 'UnauthorizedError') };
function broken(message: string): Pick<ContractCase, '24' | '26'> {
  return { '24': refused(500, 'Internal Server Error', { message }), '26': refused(403, 'TokenError') };
}

/** The life of access tokens, and how broken ones are refused. */
export const TOKENS: readonly ContractCase[] = table([
  {
    name: 'no token',
    ask: (stage) => withHeader(stage),
    '24': refused(403, 'Unauthorized access'),
    '26': refused(401, 'UnauthorizedError'),
  },
  { name: 'garbage', ask: (stage) => withHeader(stage, 'Bearer garbage'), ...broken('jwt malformed') },
  {
    name: 'no scheme: seven characters are missing',
    ask: (s) => withHeader(s, 'abcdefghijk'),
    ...broken('jwt malformed'),
  },
  { name: 'signed with another key', ask: (s) => withHeader(s, `Bearer ${forged()}`), ...broken('invalid signature') },
  { name: 'lower case scheme', ask: async (s) => withHeader(s, `bearer ${await s.token('member')}`), ...both(ok()) },
  {
    name: 'any scheme of that length',
    ask: async (s) => withHeader(s, `Xxxxxx ${await s.token('member')}`),
    ...both(ok()),
  },
  {
    name: 'an API key wins over a good token',
    ask: (stage) => ({ ...list(stage), headers: { 'x-api-key': 'ak.none' } }),
    ...gone,
  },
  {
    name: 'revoked by an administrator',
    before: async (stage) => {
      await stage.token('member');
      stage.infisical.revokeTokens(stage.identities.member);
    },
    ask: (stage) => list(stage),
    ...gone,
  },
  {
    name: 'revoked by its holder',
    before: async (stage) => stage.send(revoke(await stage.token('member'))),
    ask: (stage) => list(stage),
    ...gone,
  },
  { name: 'revoke: success', ask: async (stage) => revoke(await stage.token('member')), ...both(ok()) },
  {
    name: 'revoke: again',
    before: async (stage) => stage.send(revoke(await stage.token('member'))),
    ask: async (stage) => revoke(await stage.token('member')),
    ...gone,
  },
  {
    name: 'past its TTL, which the older JWT does not tell',
    ask: async (stage) => {
      const token = await stage.login(stage.identities.brief);
      stage.clock.ms += 61_000;
      return withHeader(stage, `Bearer ${token}`);
    },
    '24': refused(403, 'UnauthorizedError'),
    '26': refused(403, 'TokenError'),
  },
  {
    name: 'past its greatest age',
    ask: async (stage) => {
      const token = await stage.login(stage.identities.brief);
      stage.clock.ms += 121_000;
      return withHeader(stage, `Bearer ${token}`);
    },
    ...broken('jwt expired'),
  },
  {
    name: 'a token of two uses, at the second',
    ask: async (stage) => {
      const token = await stage.login(stage.identities.twice);
      await stage.send(withHeader(stage, `Bearer ${token}`));
      return withHeader(stage, `Bearer ${token}`);
    },
    ...both(ok()),
  },
  {
    name: 'a token of two uses, at the third',
    ask: async (stage) => {
      const token = await stage.login(stage.identities.twice);
      for (let i = 0; i < 2; i++) await stage.send(withHeader(stage, `Bearer ${token}`));
      return withHeader(stage, `Bearer ${token}`);
    },
    '24': refused(400, 'BadRequest'),
    '26': refused(401, 'UnauthorizedError'),
  },
  {
    name: 'renew: within the TTL',
    ask: async (stage) => {
      const token = await stage.login(stage.identities.brief);
      stage.clock.ms += 30_000;
      return renew(token);
    },
    ...both(ok({ expiresIn: 60, accessTokenMaxTTL: 120, tokenType: 'Bearer' })),
  },
  {
    name: 'renew: with the default TTL it always fails',
    ask: async (stage) => renew(await stage.token('member')),
    ...gone,
    check: async (_answer, stage) => {
      // And it destroys the token that was good until then.
      expect((await stage.send(list(stage))).status).to.equal(stage.surface.era === '24' ? 403 : 401);
    },
  },
  {
    name: 'renew: would pass the greatest age',
    ask: async (stage) => {
      const token = await stage.login(stage.identities.brief);
      stage.clock.ms += 30_000;
      await stage.send(renew(token));
      stage.clock.ms += 40_000;
      return renew(token);
    },
    '24': refused(403, 'UnauthorizedError'),
    // The first JWT has run out by then; only the one from the renewal would have lasted.
    '26': refused(403, 'TokenError'),
  },
  { name: 'renew: garbage', ask: () => renew('garbage'), ...broken('jwt malformed') },
  {
    name: 'renew: JWT expired',
    ask: async (stage) => {
      const token = await stage.login(stage.identities.brief);
      stage.clock.ms += 121_000;
      return renew(token);
    },
    ...broken('jwt expired'),
  },
]);
