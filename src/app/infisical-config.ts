import { DNS_LABEL, DNS_SUBDOMAIN, formatKey, terminal, type ObjectKey, type OperatorError } from '#kernel';

/** Name of the ConfigMap that holds settings for all resources, as users of Infisical's operator have it. */
export const CONFIG_MAP_NAME = 'infisical-config';

/** A CA bundle by the place where it stands. */
export interface CaReference {
  readonly secret: ObjectKey;
  readonly key: string;
}

/** What the ConfigMap says. Keys that nobody knows are ignored, an empty value counts as absent. */
export interface InfisicalConfig {
  readonly hostAPI: string | undefined;
  /** Undefined: it names none. */
  readonly ca: CaReference | { readonly error: OperatorError } | undefined;
}

/** Reads the `data` of the ConfigMap `at`. Total: what cannot be used becomes an error that names its key. */
export function parseInfisicalConfig(at: ObjectKey, data: ReadonlyMap<string, string>): InfisicalConfig {
  const text = (key: string): string | undefined => {
    const value = data.get(key)?.trim();
    return value === '' ? undefined : value;
  };
  const name = text('tls.caRef.secretName');
  const key = text('tls.caRef.key');
  const namespace = text('tls.caRef.secretNamespace') ?? at.namespace;
  return { hostAPI: text('hostAPI'), ca: caOf(at, { name, namespace, key }) };
}

interface CaKeys {
  readonly name: string | undefined;
  readonly namespace: string;
  readonly key: string | undefined;
}

function caOf(at: ObjectKey, { name, namespace, key }: CaKeys): InfisicalConfig['ca'] {
  if (name === undefined && key === undefined) return undefined;
  if (name === undefined || key === undefined) {
    const [present, missing] = name === undefined ? ['key', 'secretName'] : ['secretName', 'key'];
    return { error: unusableCa(at, `tls.caRef.${present} is set and tls.caRef.${missing} is not`) };
  }
  const bad = [
    ...(name.length <= 253 && DNS_SUBDOMAIN.test(name) ? [] : ['tls.caRef.secretName']),
    ...(namespace.length <= 63 && DNS_LABEL.test(namespace) ? [] : ['tls.caRef.secretNamespace']),
  ];
  if (bad.length > 0) return { error: unusableCa(at, `${bad.join(' and ')} is not a name that Kubernetes can have`) };
  return { secret: { namespace, name }, key };
}

/** Why the CA bundle that the ConfigMap `at` names cannot be used. */
export function unusableCa(at: ObjectKey, problem: string): OperatorError {
  return terminal('CaInvalid', `ConfigMap ${formatKey(at)}: ${problem}.`, {
    hint: 'Let its keys tls.caRef.secretName, tls.caRef.secretNamespace and tls.caRef.key name a PEM bundle.',
  });
}
