import { Refusal } from '../era/index.ts';
import type { Identity, ServiceToken, World } from '../state/index.ts';
import type { AccessTokens } from './access-tokens.ts';

/** Who sent a request. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'identity'; readonly identity: Identity }
  | { readonly kind: 'serviceToken'; readonly token: ServiceToken };

/** The headers that say who is calling. */
export interface CredentialHeaders {
  readonly authorization: string | undefined;
  readonly apiKey: string | undefined;
}

/**
 * Who the headers stand for. Runs before every known route, so a stale token spoils even a login. An API key wins over
 * the Authorization header; of that, the first seven characters are cut off unread.
 */
export function identifyCaller(headers: CredentialHeaders, world: World, tokens: AccessTokens): Caller {
  if (headers.apiKey !== undefined) throw new Refusal('tokenUnknown', 'There is no such API key');
  if (headers.authorization === undefined) return { kind: 'anonymous' };
  const value = headers.authorization.slice(7);
  if (value.startsWith('st.')) return { kind: 'serviceToken', token: findServiceToken(value, world) };
  return { kind: 'identity', identity: tokens.use(value).identity };
}

/** `st.<id>.<secret>`; a fourth part is the holder's own business and is not looked at. */
function findServiceToken(value: string, world: World): ServiceToken {
  const [, id, secret] = value.split('.');
  const token = world.serviceTokens.find((each) => each.id === id);
  if (token === undefined) throw new Refusal('serviceTokenUnknown', 'There is no such service token');
  if (token.secret !== secret) throw new Refusal('serviceTokenSecret', 'The secret of this service token is wrong');
  const now = world.now();
  if (token.expiresAt !== undefined && token.expiresAt <= now) {
    throw new Refusal('serviceTokenExpired', 'This service token has expired');
  }
  token.lastUsed = now;
  return token;
}
