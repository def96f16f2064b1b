import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod/v3';
import { Refusal } from '../era/index.ts';

const Claims = z
  .object({ identityAccessTokenId: z.string(), iat: z.number(), exp: z.number().optional() })
  .passthrough();

/** Claims every access token carries, whatever the era adds. */
export type AccessTokenClaims = z.infer<typeof Claims>;

/** Signs claims with HMAC-SHA256, as a compact JWT. */
export function signJwt(claims: AccessTokenClaims, key: Buffer): string {
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${head}.${mac(head, key).toString('base64url')}`;
}

/**
 * The claims of a token that `key` signed and that has not expired at `now`.
 * Throws the refusals of the common library, in its order and its words, which clients tell apart by the message:
 * malformed, then signature, then expiry.
 */
export function verifyJwt(token: string, key: Buffer, now: Date): AccessTokenClaims {
  const parts = token.split('.');
  const claims = Claims.safeParse(decode(parts[1]));
  if (parts.length !== 3 || decode(parts[0]) === undefined || !claims.success) {
    throw new Refusal('tokenInvalid', 'jwt malformed');
  }
  const expected = mac(parts.slice(0, 2).join('.'), key);
  const given = Buffer.from(parts[2] ?? '', 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Refusal('tokenInvalid', 'invalid signature');
  }
  const { exp } = claims.data;
  if (exp !== undefined && Math.floor(now.getTime() / 1000) >= exp) throw new Refusal('tokenInvalid', 'jwt expired');
  return claims.data;
}

/** The JSON of one part of a token, unverified; undefined if it is none. */
export function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function mac(text: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
