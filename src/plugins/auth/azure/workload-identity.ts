import { isPrivateAddress, terminal, type CloudCall, type OperatorError, type Platform } from '#kernel';
import { tokenIn } from './token-answer.ts';
import type { TokenTarget } from './token-target.ts';

/** What the webhook of AKS workload identity puts into a pod. */
export interface WorkloadIdentity {
  readonly tokenFile: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** Of the token service, without a slash at its end. */
  readonly authority: string;
}

const DEFAULT_AUTHORITY = 'https://login.microsoftonline.com';
/** A GUID, or a domain of the tenant. */
const TENANT = /^[\w.-]+$/;
const HINT =
  'Label the pod azure.workload.identity/use: "true", so that the webhook of workload identity sets all variables.';

/**
 * The workload identity of the operator's pod; undefined when it has none, which AZURE_FEDERATED_TOKEN_FILE tells. A client id of the resource goes before
 * that of the pod. Throws terminal `CredentialsIncomplete` and `InvalidSpec`.
 */
export function workloadIdentity(platform: Platform, { identity }: TokenTarget): WorkloadIdentity | undefined {
  const tokenFile = platform.variable('AZURE_FEDERATED_TOKEN_FILE');
  if (tokenFile === undefined) return undefined;
  if (identity !== undefined && identity.kind !== 'client_id') {
    throw terminal(
      'InvalidSpec',
      `azureAuth names its identity by ${identity.kind}, but workload identity knows client ids only.`,
    );
  }
  const clientId = identity?.id ?? platform.variable('AZURE_CLIENT_ID');
  if (clientId === undefined) throw incomplete('AZURE_CLIENT_ID is not set');
  const tenantId = platform.variable('AZURE_TENANT_ID');
  if (tenantId === undefined) throw incomplete('AZURE_TENANT_ID is not set');
  if (!TENANT.test(tenantId)) throw incomplete('AZURE_TENANT_ID is no id of a tenant');
  const authority = (platform.variable('AZURE_AUTHORITY_HOST') ?? DEFAULT_AUTHORITY).replace(/\/+$/u, '');
  if (!isPrivateAddress(authority)) throw incomplete('AZURE_AUTHORITY_HOST is no https address');
  return { tokenFile, clientId, tenantId, authority };
}

/** Exchanges the token that the kubelet keeps in a file for one of Entra ID. The file is read anew each time: it is replaced within the hour. */
export async function workloadIdentityToken(
  platform: Platform,
  { tokenFile, clientId, tenantId, authority }: WorkloadIdentity,
  resource: string,
  signal: AbortSignal,
): Promise<string> {
  const assertion = (await platform.file(tokenFile, signal))?.trim();
  if (assertion === undefined) {
    throw terminal(
      'CredentialsNotFound',
      `File ${tokenFile}, which AZURE_FEDERATED_TOKEN_FILE names, does not exist.`,
      {
        hint: HINT,
      },
    );
  }
  if (assertion === '') throw incomplete(`file ${tokenFile} is empty`);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    // A resource with a slash at its end keeps it: the audience of the token is then written as the resource is.
    scope: `${resource}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  const call: CloudCall = {
    what: 'exchange the token of the pod',
    method: 'POST',
    url: `${authority}/${tenantId}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    timeoutMs: 10_000,
  };
  return tokenIn(call, await platform.call(call, signal));
}

function incomplete(why: string): OperatorError {
  return terminal('CredentialsIncomplete', `The workload identity of the operator cannot be used: ${why}.`, {
    hint: HINT,
  });
}
