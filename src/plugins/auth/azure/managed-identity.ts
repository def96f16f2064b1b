import type { CloudCall, Platform } from '#kernel';
import { tokenIn } from './token-answer.ts';
import type { TokenTarget } from './token-target.ts';

/** The Instance Metadata Service; on the same address in every cloud of Azure. */
const IMDS = 'http://169.254.169.254';
const API_VERSION = '2018-02-01';

/** The service is being updated (404, and for at most 70 seconds 410). */
const UPDATING = [404, 410];

/**
 * A token of the managed identity of the node, from the metadata service. The address can be changed as with Microsoft's own libraries, by
 * AZURE_POD_IDENTITY_AUTHORITY_HOST.
 */
export async function managedIdentityToken(
  platform: Platform,
  { resource, identity }: TokenTarget,
  signal: AbortSignal,
): Promise<string> {
  const query = new URLSearchParams({ 'api-version': API_VERSION, resource });
  if (identity !== undefined) query.set(identity.kind, identity.id);
  const host = platform.variable('AZURE_POD_IDENTITY_AUTHORITY_HOST') ?? IMDS;
  const call: CloudCall = {
    what: 'get a token of the managed identity',
    method: 'GET',
    url: `${host.replace(/\/+$/u, '')}/metadata/identity/oauth2/token?${query.toString()}`,
    headers: { Metadata: 'true' },
    // The service asks Entra ID in turn, unless it has a token at hand.
    timeoutMs: 10_000,
  };
  return tokenIn(call, await platform.call(call, signal), UPDATING);
}
