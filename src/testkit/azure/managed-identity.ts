import { randomUUID } from 'node:crypto';

/** An identity of Entra ID that a node or a pod may be. */
export interface AzureIdentity {
  readonly clientId: string;
  readonly objectId: string;
  readonly resourceId: string;
  /** Whether the node has it, and the metadata service gives tokens for it. */
  readonly assigned: boolean;
  /** Tokens of a cluster that stand for it, by their exact text. */
  readonly assertions: readonly string[];
}

/** What an identity is made of; ids are made up unless given. */
export interface AzureIdentitySpec {
  readonly clientId?: string;
  readonly objectId?: string;
  /** Whether the node has it; it has unless told otherwise. */
  readonly assigned?: boolean;
  /** Tokens of a cluster that a federated credential accepts for it; none unless given. */
  readonly assertions?: readonly string[];
}

/** The identity of a specification. */
export function azureIdentity({
  clientId = randomUUID(),
  objectId = randomUUID(),
  ...spec
}: AzureIdentitySpec): AzureIdentity {
  return {
    clientId,
    objectId,
    resourceId: `/subscriptions/${randomUUID()}/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${clientId}`,
    assigned: spec.assigned ?? true,
    assertions: spec.assertions ?? [],
  };
}
