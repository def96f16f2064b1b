import type { GivenAnswer, SeenRequest } from '../cloud/index.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { GoogleAccount } from './service-account.ts';
import type { SigningKey } from './signing-key.ts';

/** The machine that the metadata server is on. */
export interface GoogleMachine {
  /** Its service account; text: it is a pod that none was bound to, known by this name. Undefined: it has none. */
  account: GoogleAccount | string | undefined;
  readonly project: string;
  readonly zone: string;
}

/** What the answers are made with. */
export interface MetadataContext {
  readonly machine: GoogleMachine;
  readonly tokens: AccessTokens;
  /** Google's own key, which signs id tokens. */
  readonly key: SigningKey;
  /** Seconds since 1970. */
  readonly now: number;
}

const PREFIX = '/computeMetadata/v1/instance/service-accounts/default/';
const NO_ACCOUNT: GivenAnswer = {
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: '<title>Error 404</title>',
};

/** The entries of the default service account, with the refusals of the metadata server. */
export function metadata(request: SeenRequest, context: MetadataContext): GivenAnswer {
  const { status, headers, body } = entry(request, context);
  return { status, body, headers: { 'metadata-flavor': 'Google', server: 'Metadata Server for VM', ...headers } };
}

function entry({ method, path, query, headers }: SeenRequest, context: MetadataContext): GivenAnswer {
  const { account } = context.machine;
  if (method !== 'GET') return { status: 405, body: '' };
  if (headers['metadata-flavor'] !== 'Google') return { status: 403, body: 'Missing Metadata-Flavor:Google header.' };
  if (headers['x-forwarded-for'] !== undefined) return { status: 403, body: 'X-Forwarded-For is not allowed.' };
  if (account === undefined || !path.startsWith(PREFIX)) return NO_ACCOUNT;
  const name = path.slice(PREFIX.length);
  if (name === 'email') return { status: 200, body: typeof account === 'string' ? account : account.email };
  if (typeof account === 'string') {
    return {
      status: 403,
      body: 'Unable to generate token; IAM returned 403 Forbidden: Permission denied on resource.',
    };
  }
  if (name === 'token') {
    const access_token = context.tokens.issue({ account });
    return { status: 200, body: { access_token, expires_in: 3_599, token_type: 'Bearer' } };
  }
  return name === 'identity' ? idToken(account, query, context) : NO_ACCOUNT;
}

function idToken(account: GoogleAccount, query: URLSearchParams, { machine, key, now }: MetadataContext): GivenAnswer {
  const audience = query.get('audience') ?? '';
  if (audience === '') return { status: 400, body: 'non-empty audience parameter required' };
  const compute_engine = {
    project_id: machine.project,
    project_number: 739_419_398_126,
    zone: machine.zone,
    instance_id: '152986662232938449',
    instance_name: 'node-1',
    instance_creation_timestamp: now - 86_400,
  };
  const claims = {
    iss: 'https://accounts.google.com',
    aud: audience,
    azp: account.id,
    sub: account.id,
    email: account.email,
    email_verified: true,
    iat: now,
    exp: now + 3_600,
    ...(query.get('format') === 'full' && { google: { compute_engine } }),
  };
  return { status: 200, body: key.sign(claims) };
}
