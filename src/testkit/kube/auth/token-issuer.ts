import { generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { isObject, parseJson, stringOf, type JsonObject, type KubeObject } from '../json/index.ts';

/** A token and when it ends. */
export interface IssuedToken {
  readonly token: string;
  readonly expires: Date;
}

/** Signs and checks service account tokens with a key of its own, made at start. */
export class TokenIssuer {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #keyId = randomUUID();

  constructor(
    /** The `iss` claim, and the audience of tokens that ask for none. */
    readonly issuer: string,
    private readonly now: () => Date,
  ) {}

  /** A token of a service account for these audiences. */
  issue(account: KubeObject, audiences: readonly string[], seconds: number): IssuedToken {
    const { namespace = '', name = '', uid = '' } = account.metadata;
    const issuedAt = Math.floor(this.now().getTime() / 1000);
    const claims = {
      aud: audiences.length === 0 ? [this.issuer] : [...audiences],
      exp: issuedAt + seconds,
      iat: issuedAt,
      iss: this.issuer,
      jti: randomUUID(),
      'kubernetes.io': { namespace, serviceaccount: { name, uid } },
      nbf: issuedAt,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const signed = `${encode({ alg: 'ES256', kid: this.#keyId })}.${encode(claims)}`;
    const key = { key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' as const };
    const signature = sign('sha256', Buffer.from(signed), key).toString('base64url');
    return { token: `${signed}.${signature}`, expires: new Date((issuedAt + seconds) * 1000) };
  }

  /** The claims of a token that this issuer signed and that has not ended, else undefined. */
  verify(token: string): JsonObject | undefined {
    const [header, body, signature, more] = token.split('.');
    if (header === undefined || body === undefined || signature === undefined || more !== undefined) return undefined;
    const key = { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' as const };
    const signed = Buffer.from(`${header}.${body}`);
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = parseJson(Buffer.from(body, 'base64url').toString());
    if (!isObject(claims) || typeof claims['exp'] !== 'number') return undefined;
    return claims['exp'] * 1000 > this.now().getTime() ? claims : undefined;
  }

  /** The public key as `/openid/v1/jwks` serves it. */
  jwks(): JsonObject {
    const { kty, crv, x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const key = { kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' };
    return { keys: [{ ...key, use: 'sig', alg: 'ES256', kid: this.#keyId }] };
  }
}

const encode = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The audiences of a token's claims. */
export function audiencesOf(claims: JsonObject): string[] {
  const aud = claims['aud'];
  return (Array.isArray(aud) ? aud : [aud]).map((each) => stringOf(each) ?? '');
}
