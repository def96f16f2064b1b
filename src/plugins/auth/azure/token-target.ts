import { terminal } from '#kernel';
import type { AzureAuthSpec } from './spec.ts';

/** What a token is asked for, and as whom. */
export interface TokenTarget {
  /** The resource, such as `https://management.azure.com/`; a final slash counts. */
  readonly resource: string;
  /** Which of the machine's identities, by one of its ids; undefined: the one that it has by default. */
  readonly identity: { readonly kind: IdentityKind; readonly id: string } | undefined;
}

/** Ids by which the metadata service knows a user-assigned identity, as its parameters are named. */
const IDENTITY_KINDS = ['client_id', 'object_id', 'msi_res_id'] as const;
type IdentityKind = (typeof IDENTITY_KINDS)[number];

const DEFAULT_RESOURCE = 'https://management.azure.com/';

/**
 * Takes apart what the spec says. `resource` may go on as a query would, `https://management.azure.com/&client_id=<id>`: Infisical's own operator puts it
 * into its request as it is, so people have come to write it so. Throws terminal `InvalidSpec`.
 */
export function tokenTarget({ resource = DEFAULT_RESOURCE, azureManagedIdentityClientId }: AzureAuthSpec): TokenTarget {
  const [first = '', ...rest] = resource.split('&');
  const identities = rest.map(identityIn);
  if (azureManagedIdentityClientId !== undefined) {
    identities.push({ kind: 'client_id', id: azureManagedIdentityClientId });
  }
  const [identity, ...others] = identities;
  if (others.some(({ kind, id }) => kind !== identity?.kind || id !== identity.id)) {
    throw terminal('InvalidSpec', 'azureAuth names more than one managed identity.', {
      hint: 'Leave one id in azureManagedIdentityClientId, or behind the resource.',
    });
  }
  return { resource: decoded(first) || DEFAULT_RESOURCE, identity };
}

function identityIn(parameter: string): { kind: IdentityKind; id: string } {
  const [name, value = ''] = parameter.split(/=(.*)/su);
  const kind = IDENTITY_KINDS.find((known) => known === name);
  if (kind === undefined || value === '') {
    throw terminal('InvalidSpec', 'azureAuth.resource goes on behind its "&" with something else than an id.', {
      hint: `Only ${IDENTITY_KINDS.join(', ')} may follow: https://management.azure.com/&client_id=<id>.`,
    });
  }
  return { kind, id: decoded(value) };
}

/** Text that somebody may have encoded for a query already; no resource and no id has a percent sign of its own. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw terminal('InvalidSpec', 'azureAuth.resource has a percent sign with no two hexadecimal digits behind it.');
  }
}
