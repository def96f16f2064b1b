import type { Json } from '../../../../src/testkit/kube/index.ts';
import { core, create, seen, type ConformanceCase } from './conformance-case.ts';
import type { WireAnswer } from './wire-client.ts';

const request = (spec: Json): Json => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });

/** The token out of an answer, and the answer without it. */
function split({ code, body }: WireAnswer): { token: string; rest: Json } {
  const token = /"token":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
  const rest = JSON.parse(JSON.stringify({ code, body }).replaceAll(token === '' ? '\0' : token, '<token>')) as Json;
  return { token, rest };
}

function claims(token: string): Json {
  const body = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, Json>;
  return {
    keys: Object.keys(body).sort(),
    sub: body['sub'] ?? null,
    aud: body['aud'] ?? null,
    bound: body['kubernetes.io'] ?? null,
    life: Number(body['exp']) - Number(body['iat']),
  };
}

/** A TokenRequest is not stored, so nobody reads who owns its fields; the emulator leaves them out. */
const withoutManagers = (value: Json): Json =>
  JSON.parse(JSON.stringify(value, (key, child: Json) => (key === 'managedFields' ? undefined : child))) as Json;

/** Tokens of service accounts. */
export const TOKEN_CASES: readonly ConformanceCase[] = [
  {
    name: 'mints and reviews a token',
    run: async (client) => {
      await create(client, core(client, 'serviceaccounts'), { metadata: { name: 'robot' } });
      const minted = await create(
        client,
        core(client, 'serviceaccounts', 'robot/token'),
        request({ audiences: ['infisical'], expirationSeconds: 900 }),
      );
      const { token, rest } = split(minted);
      const review = await create(client, '/apis/authentication.k8s.io/v1/tokenreviews', {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        spec: { token, audiences: ['infisical'] },
      });
      const status = JSON.stringify(review.body).includes('"authenticated":true');
      const user = /"username":"([^"]+)"/.exec(JSON.stringify(review.body))?.[1] ?? null;
      return [withoutManagers(rest), claims(token), review.code, status, user];
    },
  },
  {
    name: 'refuses tokens for nobody and for too short a time',
    run: async (client) => {
      await create(client, core(client, 'serviceaccounts'), { metadata: { name: 'robot' } });
      return [
        seen(await create(client, core(client, 'serviceaccounts', 'nobody/token'), request({}))),
        seen(await create(client, core(client, 'serviceaccounts', 'robot/token'), request({ expirationSeconds: 5 }))),
      ];
    },
  },
  {
    name: 'does not know a token that nobody signed',
    run: async (client) => {
      const spec = { token: 'no.such.token' };
      const review = await create(client, '/apis/authentication.k8s.io/v1/tokenreviews', {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        spec,
      });
      return [review.code, JSON.stringify(review.body).includes('"authenticated":true')];
    },
  },
];
