import { randomBytes, randomUUID } from 'node:crypto';
import { Refusal, type Era } from '../era/index.ts';
import type { Identity, World } from '../state/index.ts';
import { type AccessTokenClaims, signJwt, verifyJwt } from './jwt.ts';

/** What a login or a renewal answers; times are in seconds. */
export interface LoginAnswer {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly accessTokenMaxTTL: number;
  readonly tokenType: 'Bearer';
}

/** The server's own record of an access token: it, and not the JWT, decides about life, uses and revocation. */
export interface AccessToken {
  readonly id: string;
  readonly identity: Identity;
  readonly method: string;
  readonly clientSecretId: string | undefined;
  readonly createdAt: Date;
  renewedAt: Date | undefined;
  uses: number;
}

/** What happens to a renewal that would outlive the token's greatest age: later releases of 2026 shorten it. */
export type LateRenewal = 'kill' | 'shorten';

/** Issues access tokens, and knows which of them still count. */
export class AccessTokens {
  private readonly key = randomBytes(32);
  private readonly live = new Map<string, AccessToken>();

  constructor(
    private readonly era: Era,
    private readonly world: World,
    private readonly lateRenewal: LateRenewal,
  ) {}

  /** A new token; every login makes one, the earlier ones stay valid. */
  issue(identity: Identity, method: string, clientSecretId?: string): LoginAnswer {
    const createdAt = this.world.now();
    const record = { id: randomUUID(), identity, method, clientSecretId, createdAt, renewedAt: undefined, uses: 0 };
    this.live.set(record.id, record);
    return this.answer(record, this.sign(record, createdAt, identity.ttlSeconds), identity.ttlSeconds);
  }

  /** The record behind a token, counted as one use of it. Throws a refusal if the token no longer counts. */
  use(jwt: string): AccessToken {
    const record = this.find(jwt);
    record.uses += 1;
    return record;
  }

  /**
   * Starts the TTL anew. A renewal that would end after the greatest age is refused and deletes the token, which is
   * what always happens with the defaults, where both are 30 days.
   */
  renew(jwt: string): LoginAnswer {
    const record = this.find(jwt);
    const { ttlSeconds, maxTtlSeconds } = record.identity;
    const now = this.world.now();
    const left = maxTtlSeconds - (now.getTime() - record.createdAt.getTime()) / 1000;
    const late = maxTtlSeconds > 0 && (ttlSeconds > left || ttlSeconds >= maxTtlSeconds);
    if (late && this.lateRenewal === 'kill') {
      this.live.delete(record.id);
      throw new Refusal('renewalRefused', 'The renewed token would outlive its greatest age');
    }
    record.renewedAt = now;
    if (this.era.renewal === 'same-string') return this.answer(record, jwt, ttlSeconds);
    const seconds = late ? Math.max(0, Math.floor(left)) : ttlSeconds;
    return this.answer(record, this.sign(record, now, seconds), seconds);
  }

  /** Ends one token; throws a refusal if it has ended before. */
  revoke(jwt: string): void {
    this.live.delete(this.find(jwt).id);
  }

  /** Ends all tokens of an identity, as an administrator does. */
  revokeOf(identityId: string): void {
    for (const record of [...this.live.values()]) {
      if (record.identity.id === identityId) this.live.delete(record.id);
    }
  }

  private find(jwt: string): AccessToken {
    const now = this.world.now();
    const record = this.live.get(verifyJwt(jwt, this.key, now).identityAccessTokenId);
    if (record === undefined) throw new Refusal('tokenUnknown', 'This token has been revoked or was never issued');
    const { ttlSeconds, usesLimit } = record.identity;
    const since = (record.renewedAt ?? record.createdAt).getTime();
    if (ttlSeconds > 0 && now.getTime() > since + ttlSeconds * 1000) {
      throw new Refusal('tokenPastTtl', 'The time to live of this token is over');
    }
    if (usesLimit > 0 && record.uses >= usesLimit) {
      throw new Refusal('tokenUsedUp', 'This token has been used as often as its identity allows');
    }
    return record;
  }

  private sign(record: AccessToken, issuedAt: Date, ttlSeconds: number): string {
    const { identity } = record;
    const iat = Math.floor(issuedAt.getTime() / 1000);
    const life = this.era.tokenExpiry === 'ttl' ? ttlSeconds : identity.maxTtlSeconds;
    const claims: AccessTokenClaims = {
      identityId: identity.id,
      ...(record.clientSecretId === undefined ? {} : { clientSecretId: record.clientSecretId }),
      identityAccessTokenId: record.id,
      authTokenType: 'identityAccessToken',
      ...(this.era.tokenExpiry === 'ttl' ? this.laterClaims(record) : {}),
      iat,
      ...(life > 0 ? { exp: iat + life } : {}),
    };
    return signJwt(claims, this.key);
  }

  private laterClaims({ identity, method }: AccessToken): Record<string, unknown> {
    return {
      jti: randomUUID(),
      orgId: this.world.orgId,
      authMethod: method,
      identityName: identity.name,
      accessTokenTTL: identity.ttlSeconds,
      accessTokenMaxTTL: identity.maxTtlSeconds,
    };
  }

  private answer(record: AccessToken, accessToken: string, expiresIn: number): LoginAnswer {
    return { accessToken, expiresIn, accessTokenMaxTTL: record.identity.maxTtlSeconds, tokenType: 'Bearer' };
  }
}
