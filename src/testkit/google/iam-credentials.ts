import { z } from 'zod';
import type { GivenAnswer, SeenRequest } from '../cloud/index.ts';
import type { AccessTokens, Principal } from './access-tokens.ts';
import type { GoogleAccount } from './service-account.ts';

/** What the answers are made with. */
export interface IamContext {
  readonly accounts: readonly GoogleAccount[];
  readonly tokens: AccessTokens;
  /** Seconds since 1970. */
  readonly now: number;
}

const PATH = /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):(signJwt|generateAccessToken)$/;
const LIFE_SECONDS = 3_600;

const Payload = z.object({ payload: z.string() });
const Claims = z.record(z.string(), z.unknown());
const Wanted = z.object({ scope: z.array(z.string()).min(1), lifetime: z.string().regex(/^\d+s$/) });

/** The calls of the IAM Credentials API that the operator makes, with its refusals. Undefined: it is none of these. */
export function iamCredentials(request: SeenRequest, { accounts, tokens, now }: IamContext): GivenAnswer | undefined {
  const [, email, call] = PATH.exec(decodeURIComponent(request.path)) ?? [];
  if (email === undefined || request.method !== 'POST') return undefined;
  const principal = tokens.principalOf(request);
  if (principal === undefined) {
    return refused(
      401,
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token.',
    );
  }
  const account = accounts.find((each) => each.email === email);
  if (account === undefined) return refused(404, 'NOT_FOUND', `Not found; Gaia id not found for email ${email}`);
  return call === 'signJwt'
    ? signed(request, account, principal, now)
    : impersonated(request, account, principal, tokens);
}

function signed(request: SeenRequest, account: GoogleAccount, principal: Principal, now: number): GivenAnswer {
  if (!('account' in principal) || principal.account !== account || !account.maySign) return denied('signJwt');
  const claims = Claims.safeParse(parseJson(Payload.safeParse(parseJson(request.body)).data?.payload ?? ''));
  if (!claims.success) return refused(400, 'INVALID_ARGUMENT', 'payload must be a JSON object.');
  // Without an end of its own the token gets one, as the API documents.
  const signedJwt = account.systemKey.sign({ exp: now + LIFE_SECONDS, iat: now, ...claims.data });
  return { status: 200, body: { keyId: account.systemKey.id, signedJwt } };
}

function impersonated(
  request: SeenRequest,
  account: GoogleAccount,
  principal: Principal,
  tokens: AccessTokens,
): GivenAnswer {
  if (!('subject' in principal) || !account.subjectTokens.has(principal.subject)) return denied('getAccessToken');
  if (!Wanted.safeParse(parseJson(request.body)).success) {
    return refused(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
  }
  return { status: 200, body: { accessToken: tokens.issue({ account }), expireTime: '2100-01-01T00:00:00Z' } };
}

function denied(permission: string): GivenAnswer {
  return refused(
    403,
    'PERMISSION_DENIED',
    `Permission 'iam.serviceAccounts.${permission}' denied on resource (or it may not exist).`,
  );
}

function refused(code: number, status: string, message: string): GivenAnswer {
  return { status: code, body: { error: { code, message, status } } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
