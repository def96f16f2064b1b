import type { GoogleAccount } from './service-account.ts';
import { decodeToken, type SigningKey } from './signing-key.ts';

/** What a machine identity allows; an empty list allows all. */
export interface GoogleAllowed {
  readonly accounts: readonly GoogleAccount[];
  readonly projects?: readonly string[];
  readonly zones?: readonly string[];
}

type Material = Readonly<Record<string, string>>;

/** The check of Infisical for the type `gce`: Google's key, issuer, audience, account, and the limits of project and zone where the token tells them. */
export function isIdToken(
  { jwt = '', identityId = '' }: Material,
  key: SigningKey,
  allowed: GoogleAllowed,
  now: number,
): boolean {
  const { header, claims } = decodeToken(jwt);
  if (header['kid'] !== key.id || !key.hasSigned(jwt) || now >= Number(claims['exp'])) return false;
  if (claims['iss'] !== 'https://accounts.google.com' || claims['aud'] !== identityId) return false;
  const { project_id, zone } = engineOf(claims);
  const allows = (list: readonly string[] = [], value: unknown): boolean =>
    list.length === 0 || value === undefined || list.some((each) => each === value);
  const emails = allowed.accounts.map(({ email }) => email);
  return allows(emails, claims['email']) && allows(allowed.projects, project_id) && allows(allowed.zones, zone);
}

/** The check of Infisical for the type `iam`: the certificate of that account with that id, audience, account. */
export function isSignedJwt(
  { jwt = '', identityId = '' }: Material,
  known: readonly GoogleAccount[],
  allowed: GoogleAllowed,
  now: number,
): boolean {
  const { header, claims } = decodeToken(jwt);
  const account = known.find(({ email }) => email === claims['sub']);
  const key = account?.keys.find(({ id }) => id === header['kid']);
  if (account === undefined || key?.hasSigned(jwt) !== true || now >= Number(claims['exp'])) return false;
  return claims['aud'] === identityId && (allowed.accounts.length === 0 || allowed.accounts.includes(account));
}

function engineOf(claims: Readonly<Record<string, unknown>>): {
  readonly project_id?: unknown;
  readonly zone?: unknown;
} {
  const google: unknown = claims['google'];
  const engine: unknown = isObject(google) ? google['compute_engine'] : undefined;
  return isObject(engine) ? engine : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
