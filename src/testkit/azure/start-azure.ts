import { randomUUID } from 'node:crypto';
import { CloudServer, type GivenAnswer, type SeenRequest } from '../cloud/index.ts';
import { EntraTokens } from './entra-tokens.ts';
import { azureIdentity, type AzureIdentity, type AzureIdentitySpec } from './managed-identity.ts';
import { metadataToken } from './metadata-service.ts';
import { exchangedToken } from './token-service.ts';

/** How the stand-in behaves. */
export interface AzureOptions {
  readonly tenantId?: string;
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly now?: () => number;
}

/** A stand-in for the two endpoints of Azure that prove identities: the metadata service of a node, and the token service of Entra ID. */
export class Azure {
  /** Server, requests and faults. */
  readonly server: CloudServer;
  readonly tenantId: string;
  private readonly tokens: EntraTokens;
  private readonly identities: AzureIdentity[];

  private constructor(server: CloudServer, tenantId: string, tokens: EntraTokens, identities: AzureIdentity[]) {
    this.server = server;
    this.tenantId = tenantId;
    this.tokens = tokens;
    this.identities = identities;
  }

  static async start({ tenantId = randomUUID(), now = Date.now }: AzureOptions = {}): Promise<Azure> {
    const tokens = new EntraTokens(tenantId, now);
    const identities: AzureIdentity[] = [];
    const server = await CloudServer.start((request) => answer(request, tenantId, tokens, identities));
    return new Azure(server, tenantId, tokens, identities);
  }

  /** Makes an identity. */
  identity(spec: AzureIdentitySpec = {}): AzureIdentity {
    const made = azureIdentity(spec);
    this.identities.push(made);
    return made;
  }

  /** Removes an identity. */
  remove({ clientId }: AzureIdentity): void {
    this.identities.splice(
      this.identities.findIndex((each) => each.clientId === clientId),
      1,
    );
  }

  /** Environment with which a process on such a node asks this stand-in. */
  nodeEnvironment(): Record<string, string> {
    return { AZURE_POD_IDENTITY_AUTHORITY_HOST: this.server.url };
  }

  /** Environment that the webhook of workload identity would give a pod. */
  podEnvironment({ clientId }: AzureIdentity, tokenFile: string): Record<string, string> {
    return {
      AZURE_FEDERATED_TOKEN_FILE: tokenFile,
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: this.tenantId,
      AZURE_AUTHORITY_HOST: `${this.server.url}/`,
    };
  }

  /** The check of Infisical for an identity of this tenant: see `EntraTokens.isProof`. */
  check(resource: string, allowed: readonly AzureIdentity[]): (material: Readonly<Record<string, string>>) => boolean {
    return ({ jwt = '' }) =>
      this.tokens.isProof(
        jwt,
        resource,
        allowed.map(({ objectId }) => objectId),
      );
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** Starts the stand-in. Whoever starts it has to stop it. */
export function startAzure(options: AzureOptions = {}): Promise<Azure> {
  return Azure.start(options);
}

function answer(
  request: SeenRequest,
  tenantId: string,
  tokens: EntraTokens,
  identities: readonly AzureIdentity[],
): GivenAnswer | undefined {
  if (request.path === '/metadata/identity/oauth2/token') return metadataToken(request, identities, tokens);
  if (request.path === `/${tenantId}/oauth2/v2.0/token`) return exchangedToken(request, identities, tokens);
  if (request.path === `/${tenantId}/discovery/keys`) return { status: 200, body: tokens.published };
  const said = 'AADSTS90002: Tenant was not found. Trace ID: 0a1b Timestamp: 2026-01-01 00:00:00Z';
  return request.path.endsWith('/oauth2/v2.0/token')
    ? { status: 400, body: { error: 'invalid_request', error_description: said } }
    : undefined;
}
