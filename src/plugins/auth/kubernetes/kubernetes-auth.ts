import { type AuthMethod, type AuthRequest, type LoginMaterial, type ObjectKey } from '#kernel';
import type { KubernetesAuthSpec } from './spec.ts';

/** The shortest life that the API server gives a token; a login takes seconds. */
const TOKEN_SECONDS = 600;

/** Login material from a token of a ServiceAccount: minted for each login and never replayed, or a stored one where that is asked for. */
export class KubernetesAuth implements AuthMethod<KubernetesAuthSpec> {
  async prepare(
    { spec, resource, tokens }: AuthRequest<KubernetesAuthSpec>,
    signal: AbortSignal,
  ): Promise<LoginMaterial> {
    const { identityId, serviceAccountTokenAudiences: audiences = [] } = spec;
    const key = serviceAccountKey(spec, resource);
    const stored = spec.autoCreateServiceAccountToken === false ? await tokens.stored(key, signal) : undefined;
    if (stored !== undefined) {
      return {
        kind: 'login',
        method: 'kubernetes',
        // Another token is another identity: the access token that the old one gave must not outlive it in the cluster.
        identity: JSON.stringify([identityId, stored]),
        body: () => Promise.resolve({ identityId, jwt: stored }),
      };
    }
    return {
      kind: 'login',
      method: 'kubernetes',
      identity: JSON.stringify([identityId, key.namespace, key.name, audiences]),
      body: async (login) => ({
        identityId,
        jwt: await tokens.request({ ...key, audiences, expirationSeconds: TOKEN_SECONDS }, login),
      }),
    };
  }
}

/** The ServiceAccount that a spec names, in the namespace of the resource unless it says otherwise. */
export function serviceAccountKey(spec: KubernetesAuthSpec, resource: ObjectKey): ObjectKey {
  const { name, namespace } = spec.serviceAccountRef;
  return { namespace: namespace ?? resource.namespace, name };
}
