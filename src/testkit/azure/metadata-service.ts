import type { GivenAnswer, SeenRequest } from '../cloud/index.ts';
import type { EntraTokens } from './entra-tokens.ts';
import type { AzureIdentity } from './managed-identity.ts';

/** `GET /metadata/identity/oauth2/token`, with the refusals of the Instance Metadata Service. */
export function metadataToken(
  { method, query, headers }: SeenRequest,
  identities: readonly AzureIdentity[],
  tokens: EntraTokens,
): GivenAnswer {
  if (method !== 'GET') return { status: 405, body: '' };
  if (headers['metadata'] !== 'true') return invalid('Required metadata header not specified');
  if (headers['x-forwarded-for'] !== undefined) return invalid('Request must not be forwarded');
  if (query.get('api-version') !== '2018-02-01')
    return invalid('Required api-version parameter not specified or wrong');
  const resource = query.get('resource') ?? '';
  if (resource === '') return invalid('Required audience parameter not specified');
  const assigned = identities.filter((identity) => identity.assigned);
  const found = assigned.filter((identity) => matches(identity, query));
  if (found.length === 0) return invalid('Identity not found');
  const [identity] = found;
  if (identity === undefined || found.length > 1) {
    return invalid(
      'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
    );
  }
  if (!isResource(resource)) {
    const error_description =
      `AADSTS500011: The resource principal named ${resource} was not found in the tenant. ` +
      'Trace ID: 01 Correlation ID: 02 Timestamp: 2026-01-01 00:00:00Z';
    return { status: 400, body: { error: 'invalid_resource', error_description } };
  }
  const { token, claims } = tokens.issue(resource, identity.objectId, identity.clientId);
  const text = (seconds: number): string => String(seconds);
  return {
    status: 200,
    body: {
      access_token: token,
      client_id: identity.clientId,
      expires_in: text(claims.exp - claims.iat),
      expires_on: text(claims.exp),
      ext_expires_in: text(claims.exp - claims.iat),
      not_before: text(claims.nbf),
      resource,
      token_type: 'Bearer',
    },
  };
}

/** Whether the identity fits the ids of the query; without any, every one does. */
function matches({ clientId, objectId, resourceId }: AzureIdentity, query: URLSearchParams): boolean {
  const ids = { client_id: clientId, object_id: objectId, msi_res_id: resourceId };
  return Object.entries(ids).every(([name, id]) => (query.get(name) ?? id) === id);
}

/** Any address of Azure's own services. */
export function isResource(resource: string): boolean {
  return /^https:\/\/[\w.-]+\/?$/.test(resource);
}

function invalid(error_description: string): GivenAnswer {
  return { status: 400, body: { error: 'invalid_request', error_description } };
}
