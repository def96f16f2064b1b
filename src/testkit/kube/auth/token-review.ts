import { z } from 'zod';
import { badRequest } from '../errors/index.ts';
import { at, stringOf, type Json, type JsonObject } from '../json/index.ts';
import { audiencesOf, type TokenIssuer } from './token-issuer.ts';

const Review = z.object({ spec: z.object({ token: z.string(), audiences: z.array(z.string()).nullish() }) });

/**
 * Answers a TokenReview: tokens of this server's own service accounts are known, all others are not.
 * @param isAlive whether the account with that namespace, name and uid still exists
 */
export function reviewToken(
  issuer: TokenIssuer,
  body: Json,
  isAlive: (namespace: string, name: string, uid: string) => boolean,
): JsonObject {
  const read = Review.safeParse(body);
  if (!read.success) throw badRequest('TokenReview: the body is malformed');
  const { token, audiences } = read.data.spec;
  const asked = audiences === null || audiences === undefined || audiences.length === 0 ? [issuer.issuer] : audiences;
  return {
    kind: 'TokenReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {},
    spec: { token, audiences: asked },
    status: status(issuer, token, asked, isAlive),
  };
}

function status(
  issuer: TokenIssuer,
  token: string,
  asked: readonly string[],
  isAlive: (namespace: string, name: string, uid: string) => boolean,
): JsonObject {
  const claims = issuer.verify(token);
  if (claims === undefined) return { user: {}, error: 'invalid bearer token' };
  const shared = audiencesOf(claims).filter((each) => asked.includes(each));
  if (shared.length === 0) return { user: {}, error: 'token audiences do not match' };
  const namespace = stringOf(at(claims, 'kubernetes.io', 'namespace')) ?? '';
  const name = stringOf(at(claims, 'kubernetes.io', 'serviceaccount', 'name')) ?? '';
  const uid = stringOf(at(claims, 'kubernetes.io', 'serviceaccount', 'uid')) ?? '';
  if (!isAlive(namespace, name, uid)) return { user: {}, error: 'service account token has been invalidated' };
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const user = { username: `system:serviceaccount:${namespace}:${name}`, uid, groups };
  return { authenticated: true, user, audiences: shared };
}
