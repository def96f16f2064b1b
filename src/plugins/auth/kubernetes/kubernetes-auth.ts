import { type AuthMethod, type AuthRequest, type LoginMaterial, type ObjectKey } from '#kernel';
import type { KubernetesAuthSpec } from './spec.ts';

/** The shortest life that the API server gives a token; a login takes seconds. */
const TOKEN_SECONDS = 600;

/** Login material from a token of a ServiceAccount, minted for each login and never replayed. */
export class KubernetesAuth implements AuthMethod<KubernetesAuthSpec> {
  prepare({ spec, resource, tokens }: AuthRequest<KubernetesAuthSpec>): Promise<LoginMaterial> {
    const { identityId, serviceAccountTokenAudiences: audiences = [] } = spec;
    const key = serviceAccountKey(spec, resource);
    return Promise.resolve({
      kind: 'login',
      method: 'kubernetes',
      identity: JSON.stringify([identityId, key.namespace, key.name, audiences]),
      body: async (signal) => ({
        identityId,
        jwt: await tokens.request({ ...key, audiences, expirationSeconds: TOKEN_SECONDS }, signal),
      }),
    });
  }
}

/** The ServiceAccount that a spec names, in the namespace of the resource unless it says otherwise. */
export function serviceAccountKey(spec: KubernetesAuthSpec, resource: ObjectKey): ObjectKey {
  const { name, namespace } = spec.serviceAccountRef;
  return { namespace: namespace ?? resource.namespace, name };
}
