import {
  OperatorError,
  formatKey,
  terminal,
  type Access,
  type ChosenLogin,
  type FieldReference,
  type HostAddress,
  type InfisicalSession,
  type ObjectKey,
  type ObjectReference,
  type Settings,
} from '../contracts/index.ts';
import { THIRD_PARTY, type LoginMethods } from '../login/index.ts';

/** How a spec says where Infisical is, how to trust it and how to log in. */
export interface Connection {
  /** Undefined: the setting of the operator holds. */
  readonly hostAPI: string | undefined;
  readonly caRef: (ObjectKey & { readonly key: string }) | undefined;
  readonly method: ChosenLogin;
}

/** The fields of a parsed spec that make a connection. */
interface ConnectionFields {
  readonly hostAPI?: string | undefined;
  readonly tls?:
    | {
        readonly caRef?:
          | { readonly secretName: string; readonly secretNamespace?: string | undefined; readonly key: string }
          | undefined;
      }
    | undefined;
}

/** The connection of a parsed spec, its namespaces filled in. */
export function connectionOf({ hostAPI, tls }: ConnectionFields, namespace: string): Omit<Connection, 'method'> {
  const caRef = tls?.caRef;
  return {
    hostAPI,
    caRef: caRef && { name: caRef.secretName, namespace: caRef.secretNamespace ?? namespace, key: caRef.key },
  };
}

/** What a connection refers to: the credentials of its login method, and the CA bundle. */
export function connectionReferences(
  { method, caRef }: Connection,
  resource: ObjectKey,
  logins: LoginMethods,
): readonly ObjectReference[] {
  const ca: readonly ObjectReference[] =
    caRef === undefined ? [] : [{ kind: 'Secret', namespace: caRef.namespace, name: caRef.name }];
  return [...logins.references(method, resource), ...ca];
}

/** What shares its fate with others: the host, or a plugin that is asked before it. `connection` undefined: the spec does not parse. */
export function laneOf(connection: Connection | undefined, settings: Settings): string {
  const { hostAPI = settings.current().host.url, method } = connection ?? {};
  // A plugin that is slow shall hold up its own users, and not all that go to the same host.
  return method?.field === THIRD_PARTY ? `${hostAPI} plugin ${method.key}` : hostAPI;
}

/**
 * Logs in as the spec says, with the settings of the operator where it says nothing. Throws as `Access.logIn` does, and terminal `CaInvalid`.
 */
export async function openSession(
  access: Access,
  settings: Settings,
  { hostAPI, caRef, method }: Connection,
  signal: AbortSignal,
): Promise<InfisicalSession> {
  const { host, ca } = settings.current();
  const address = hostAPI === undefined ? host : { url: hostAPI, from: 'spec.hostAPI' };
  return access.logIn(method, { ...address, ...(await trustOf(access, caRef, ca, signal)) }, signal);
}

async function trustOf(
  access: Access,
  caRef: Connection['caRef'],
  ca: ReturnType<Settings['current']>['ca'],
  signal: AbortSignal,
): Promise<Pick<HostAddress, 'caPem'>> {
  if (caRef !== undefined) return { caPem: await caBundle(access, caRef, signal) };
  if (ca === undefined) return {};
  if ('error' in ca) throw ca.error;
  return { caPem: ca.pem };
}

async function caBundle(access: Access, caRef: NonNullable<Connection['caRef']>, signal: AbortSignal): Promise<string> {
  const invalid = (problem: string): OperatorError =>
    terminal('CaInvalid', `spec.tls.caRef: Secret ${formatKey(caRef)} ${problem}.`);
  const reference: FieldReference = { kind: 'Secret', field: 'spec.tls.caRef', ...caRef };
  let pem: string | undefined;
  try {
    pem = (await access.readSecret(reference, signal)).get(caRef.key);
  } catch (error) {
    if (error instanceof OperatorError && error.reason === 'CredentialsNotFound') throw invalid('does not exist');
    throw error;
  }
  if (pem?.includes('-----BEGIN CERTIFICATE-----') !== true) {
    throw invalid(`has no PEM certificate under the key ${caRef.key}`);
  }
  return pem;
}
