import type { GivenAnswer, SeenRequest } from '../cloud/index.ts';
import type { EntraTokens } from './entra-tokens.ts';
import type { AzureIdentity } from './managed-identity.ts';
import { isResource } from './metadata-service.ts';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** `POST /<tenant>/oauth2/v2.0/token`: client credentials with an assertion, with the refusals of Entra ID. */
export function exchangedToken(
  { method, headers, body }: SeenRequest,
  identities: readonly AzureIdentity[],
  tokens: EntraTokens,
): GivenAnswer {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const form = new URLSearchParams(isForm ? body : '');
  const given = (name: string): string => form.get(name) ?? '';
  if (method !== 'POST' || given('grant_type') !== 'client_credentials') {
    return refused(
      400,
      'invalid_request',
      'AADSTS900144: The request body must contain the following parameter: grant_type.',
    );
  }
  const identity = identities.find(({ clientId }) => clientId === given('client_id'));
  if (identity === undefined) {
    return refused(
      400,
      'unauthorized_client',
      `AADSTS700016: Application with identifier '${given('client_id')}' was not found in the directory.`,
    );
  }
  if (given('client_assertion_type') !== ASSERTION || !identity.assertions.includes(given('client_assertion'))) {
    return refused(
      401,
      'invalid_client',
      'AADSTS700213: No matching federated identity record found for presented assertion subject.',
    );
  }
  const resource = /^(.*)\/\.default$/u.exec(given('scope'))?.[1];
  if (resource === undefined || !isResource(resource)) {
    return refused(400, 'invalid_scope', `AADSTS1002012: The provided value for scope ${given('scope')} is not valid.`);
  }
  const { token, claims } = tokens.issue(resource, identity.objectId, identity.clientId);
  const expires_in = claims.exp - claims.iat;
  return { status: 200, body: { token_type: 'Bearer', expires_in, ext_expires_in: expires_in, access_token: token } };
}

function refused(status: number, error: string, said: string): GivenAnswer {
  const tail = 'Trace ID: 0a1b Correlation ID: 2c3d Timestamp: 2026-01-01 00:00:00Z';
  return {
    status,
    body: {
      error,
      error_description: `${said} ${tail}`,
      error_codes: [Number(/AADSTS(\d+)/.exec(said)?.[1])],
      timestamp: '2026-01-01 00:00:00Z',
      trace_id: '0a1b',
      correlation_id: '2c3d',
    },
  };
}
