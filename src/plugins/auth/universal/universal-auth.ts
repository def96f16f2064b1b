import {
  formatKey,
  terminal,
  type AuthMethod,
  type AuthRequest,
  type LoginMaterial,
  type ObjectKey,
  type SecretText,
} from '#kernel';
import type { UniversalAuthSpec } from './spec.ts';

/** Login material from the client id and the client secret in a Kubernetes Secret. */
export class UniversalAuth implements AuthMethod<UniversalAuthSpec> {
  async prepare(
    { spec, resource, secrets }: AuthRequest<UniversalAuthSpec>,
    signal: AbortSignal,
  ): Promise<LoginMaterial> {
    const key = credentialsKey(spec, resource);
    const secret = await secrets.read(key, signal);
    const clientId = required(secret, 'clientId', key);
    const clientSecret = required(secret, 'clientSecret', key);
    return {
      kind: 'login',
      method: 'universal',
      identity: JSON.stringify([clientId, clientSecret]),
      body: () => Promise.resolve({ clientId, clientSecret }),
    };
  }
}

/** The Secret that a spec names, in the namespace of the resource unless it says otherwise. */
export function credentialsKey(spec: UniversalAuthSpec, resource: ObjectKey): ObjectKey {
  const { secretName, secretNamespace } = spec.credentialsRef;
  return { namespace: secretNamespace ?? resource.namespace, name: secretName };
}

/** White space around a value comes from `echo` and editors; neither ids nor secrets have any. */
function required(secret: SecretText, key: string, at: ObjectKey): string {
  const value = secret.get(key)?.trim() ?? '';
  if (value !== '') return value;
  throw terminal('CredentialsIncomplete', `Secret ${formatKey(at)} has no value under the key ${key}.`, {
    hint: 'It needs the keys clientId and clientSecret of a machine identity with universal auth.',
  });
}
