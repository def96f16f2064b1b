import {
  formatKey,
  terminal,
  type AuthMethod,
  type AuthRequest,
  type LoginMaterial,
  type ObjectKey,
  type SecretText,
} from '#kernel';
import type { LdapAuthSpec } from './spec.ts';

/** Login material from the user name and the password of a directory user in a Kubernetes Secret. */
export class LdapAuth implements AuthMethod<LdapAuthSpec> {
  async prepare({ spec, resource, secrets }: AuthRequest<LdapAuthSpec>, signal: AbortSignal): Promise<LoginMaterial> {
    const { identityId } = spec;
    const key = credentialsKey(spec, resource);
    const secret = await secrets.read(key, signal);
    const username = required(secret, 'username', key).trim();
    // A password may begin or end with a space; the line break is what `echo` and editors leave behind.
    const password = required(secret, 'password', key).replace(/\r?\n$/u, '');
    return {
      kind: 'login',
      method: 'ldap',
      identity: JSON.stringify([identityId, username, password]),
      body: () => Promise.resolve({ identityId, username, password }),
    };
  }
}

/** The Secret that a spec names, in the namespace of the resource unless it says otherwise. */
export function credentialsKey(spec: LdapAuthSpec, resource: ObjectKey): ObjectKey {
  const { secretName, secretNamespace } = spec.credentialsRef;
  return { namespace: secretNamespace ?? resource.namespace, name: secretName };
}

/** The value as it is; one that is only white space counts as missing. */
function required(secret: SecretText, key: string, at: ObjectKey): string {
  const value = secret.get(key) ?? '';
  if (value.trim() !== '') return value;
  throw terminal('CredentialsIncomplete', `Secret ${formatKey(at)} has no value under the key ${key}.`, {
    hint: 'It needs the keys username and password of a user that the directory of the identity knows.',
  });
}
