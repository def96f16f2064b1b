import { formatKey, terminal, type AuthMethod, type AuthRequest, type LoginMaterial, type ObjectKey } from '#kernel';
import type { ServiceTokenSpec } from './spec.ts';

/** Key of the Secret that holds the token, as Infisical's own operator has it. */
const TOKEN_KEY = 'infisicalToken';

/** `st.<id>.<secret>`, and a fourth part that only the old encrypted endpoints need. */
const SERVICE_TOKEN = /^st\.[^.\s]+\.[^.\s]+(\.[^.\s]+)?$/;

/** A service token out of a Kubernetes Secret; there is no login. */
export class ServiceTokenAuth implements AuthMethod<ServiceTokenSpec> {
  async prepare(
    { spec, resource, secrets }: AuthRequest<ServiceTokenSpec>,
    signal: AbortSignal,
  ): Promise<LoginMaterial> {
    const key = serviceTokenKey(spec, resource);
    const secret = await secrets.read(key, signal);
    const token = secret.get(TOKEN_KEY)?.trim() ?? '';
    if (token === '') {
      throw terminal('CredentialsIncomplete', `Secret ${formatKey(key)} has no value under the key ${TOKEN_KEY}.`);
    }
    if (!SERVICE_TOKEN.test(token)) {
      throw terminal(
        'InvalidCredentials',
        `The value of ${TOKEN_KEY} in Secret ${formatKey(key)} is not a service token.`,
        {
          hint: 'Service tokens have the form st.<id>.<secret>.',
        },
      );
    }
    return { kind: 'token', token };
  }
}

/** The Secret that a spec names, in the namespace of the resource unless it says otherwise. */
export function serviceTokenKey(spec: ServiceTokenSpec, resource: ObjectKey): ObjectKey {
  const { secretName, secretNamespace } = spec.serviceTokenSecretReference;
  return { namespace: secretNamespace ?? resource.namespace, name: secretName };
}
