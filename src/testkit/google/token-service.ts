import type { GivenAnswer, SeenRequest } from '../cloud/index.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { GoogleAccount } from './service-account.ts';
import { decodeToken } from './signing-key.ts';

/** The audience of the pool, as files of workload identity federation name it. */
export const POOL_AUDIENCE =
  '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/cluster';

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const SHORT =
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';

/** What the answers are made with. */
export interface TokenContext {
  readonly accounts: readonly GoogleAccount[];
  readonly tokens: AccessTokens;
  /** The address of the token service itself, which an assertion has to be for. */
  readonly audience: string;
  /** Seconds since 1970. */
  readonly now: number;
}

/** `POST /token`: an assertion that the key of a service account has signed for an access token, with the refusals of Google. */
export function assertedToken(request: SeenRequest, context: TokenContext): GivenAnswer {
  const form = formOf(request);
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
    return refused('unsupported_grant_type', 'Invalid grant_type');
  }
  const assertion = form.get('assertion') ?? '';
  const { header, claims } = decodeToken(assertion);
  const account = context.accounts.find(({ email }) => email === claims['iss']);
  if (account === undefined) return refused('invalid_grant', 'Invalid grant: account not found');
  const key = account.userKey.id === header['kid'] ? account.userKey : undefined;
  if (key?.hasSigned(assertion) !== true) return refused('invalid_grant', 'Invalid JWT Signature.');
  const [issued, expires] = [Number(claims['iat']), Number(claims['exp'])];
  const isTimely = issued <= context.now + 300 && context.now < expires && expires - issued <= 3_600;
  if (!isTimely) return refused('invalid_grant', SHORT);
  if (claims['aud'] !== context.audience) return refused('invalid_grant', 'Invalid JWT: Failed audience check.');
  if (claims['scope'] !== SCOPE) return refused('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  return {
    status: 200,
    body: { access_token: context.tokens.issue({ account }), expires_in: 3_599, token_type: 'Bearer' },
  };
}

/** `POST /v1/token`: the token of a pod for an access token of the pool (RFC 8693). */
export function exchangedToken(request: SeenRequest, { accounts, tokens }: TokenContext): GivenAnswer {
  const form = formOf(request);
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:token-exchange') {
    return refused('unsupported_grant_type', 'Invalid grant_type');
  }
  if (form.get('audience') !== POOL_AUDIENCE)
    return refused('invalid_target', 'The target service indicated by the "audience" parameters is invalid.');
  const subject = form.get('subject_token') ?? '';
  const isKnown = accounts.some(({ subjectTokens }) => subjectTokens.has(subject));
  if (!isKnown || form.get('subject_token_type') !== 'urn:ietf:params:oauth:token-type:jwt') {
    return refused('invalid_grant', 'The ID Token is stale to sign-in or was not signed by the issuer of the pool.');
  }
  const issued_token_type = 'urn:ietf:params:oauth:token-type:access_token';
  return {
    status: 200,
    body: { access_token: tokens.issue({ subject }), issued_token_type, token_type: 'Bearer', expires_in: 3_600 },
  };
}

function formOf({ method, headers, body }: SeenRequest): URLSearchParams {
  const isForm = method === 'POST' && headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new URLSearchParams(isForm ? body : '');
}

function refused(error: string, error_description: string): GivenAnswer {
  return { status: 400, body: { error, error_description } };
}
