import { PLATFORM, service, type AuthMethod, type AuthRequest, type LoginMaterial, type Platform } from '#kernel';
import { managedIdentityToken } from './managed-identity.ts';
import type { AzureAuthSpec } from './spec.ts';
import { tokenTarget } from './token-target.ts';
import { workloadIdentity, workloadIdentityToken } from './workload-identity.ts';

/** Login material from a token of Entra ID: by workload identity where the operator's pod has one, else by the managed identity of its node. */
@service(PLATFORM)
export class AzureAuth implements AuthMethod<AzureAuthSpec> {
  constructor(private readonly platform: Platform) {}

  // Async, so that what is wrong with the spec is a rejection.
  async prepare({ spec }: AuthRequest<AzureAuthSpec>): Promise<LoginMaterial> {
    const { identityId } = spec;
    const target = tokenTarget(spec);
    const workload = workloadIdentity(this.platform, target);
    return Promise.resolve({
      kind: 'login',
      method: 'azure',
      identity: JSON.stringify([identityId, target, workload ?? null]),
      body: async (signal) => ({
        identityId,
        jwt:
          workload === undefined
            ? await managedIdentityToken(this.platform, target, signal)
            : await workloadIdentityToken(this.platform, workload, target.resource, signal),
      }),
    });
  }
}
