import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { badRequest, FieldError, invalid } from '../errors/index.ts';
import type { Json, JsonObject, KubeObject } from '../json/index.ts';
import type { TokenIssuer } from './token-issuer.ts';

const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

const Request = z.object({
  spec: z
    .object({
      audiences: z.array(z.string()).nullish(),
      expirationSeconds: z.int().nullish(),
      boundObjectRef: z.json().nullish(),
    })
    .optional(),
});

/**
 * Answers a TokenRequest for a service account.
 * @throws ApiError 400 for a malformed request, or one bound to an object, which the emulator does not do; 422 for a
 * duration out of bounds.
 */
export function requestToken(issuer: TokenIssuer, account: KubeObject, body: Json, now: string): JsonObject {
  const read = Request.safeParse(body);
  if (!read.success) throw badRequest('TokenRequest: the body is malformed');
  const { audiences, expirationSeconds, boundObjectRef } = read.data.spec ?? {};
  if (boundObjectRef !== undefined && boundObjectRef !== null) {
    throw badRequest('TokenRequest: this emulator does not bind tokens to objects');
  }
  const seconds = expirationSeconds ?? 3600;
  const { name = '', namespace = '' } = account.metadata;
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    const why =
      seconds < MIN_SECONDS
        ? 'may not specify a duration less than 10 minutes'
        : 'may not specify a duration larger than 2^32 seconds';
    const error = FieldError.invalid('spec.expirationSeconds', seconds, why);
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [error]);
  }
  const { token, expires } = issuer.issue(account, audiences ?? [], seconds);
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid: randomUUID(), creationTimestamp: now },
    spec: {
      audiences: audiences === null || audiences === undefined || audiences.length === 0 ? [issuer.issuer] : audiences,
      expirationSeconds: seconds,
      boundObjectRef: null,
    },
    status: { token, expirationTimestamp: expires.toISOString().replace(/\.\d+Z$/, 'Z') },
  };
}
