import { randomBytes } from 'node:crypto';
import type { SeenRequest } from '../cloud/index.ts';
import type { GoogleAccount } from './service-account.ts';

/** Whose an access token is: a service account's, or that of a subject of a pool, by its token. */
export type Principal = { readonly account: GoogleAccount } | { readonly subject: string };

/** Access tokens that the stand-in gave out: opaque, as Google's are. */
export class AccessTokens {
  private readonly given = new Map<string, Principal>();

  issue(principal: Principal): string {
    const token = `ya29.${randomBytes(48).toString('base64url')}`;
    this.given.set(token, principal);
    return token;
  }

  /** Who makes a request; undefined for a token that was not given out. */
  principalOf({ headers }: SeenRequest): Principal | undefined {
    return this.given.get(/^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '');
  }
}
