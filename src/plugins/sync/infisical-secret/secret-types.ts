/** Why data is not what a type of Secret asks for. Neither text quotes a value. */
export interface Misfit {
  /** Completes "Secret shop/db of type kubernetes.io/tls ...". */
  readonly problem: string;
  readonly remedy: string;
}

type Values = ReadonlyMap<string, Uint8Array>;

/** Keys that a type of Secret must have. */
export interface AskedKeys {
  readonly keys: readonly string[];
  readonly howMany: 'all' | 'one at least';
}

/**
 * What Kubernetes itself asks of the built-in types, asked before anything is sent: a target that is made anew because its type changed must
 * not be lost to a refusal of the new one. https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
export const ASKED_KEYS: Readonly<Record<string, AskedKeys>> = {
  'kubernetes.io/dockerconfigjson': { keys: ['.dockerconfigjson'], howMany: 'all' },
  'kubernetes.io/dockercfg': { keys: ['.dockercfg'], howMany: 'all' },
  'kubernetes.io/tls': { keys: ['tls.crt', 'tls.key'], howMany: 'all' },
  'kubernetes.io/basic-auth': { keys: ['username', 'password'], howMany: 'one at least' },
  'kubernetes.io/ssh-auth': { keys: ['ssh-privatekey'], howMany: 'all' },
};

/** Keys whose value must be a JSON object, by type. */
const JSON_KEYS: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

/** Why these values do not make a Secret of this type; undefined when they do. */
export function misfitOf(type: string, values: Values): Misfit | undefined {
  const asked = Object.hasOwn(ASKED_KEYS, type) ? ASKED_KEYS[type] : undefined;
  if (asked === undefined) return undefined;
  const lacking = lack(asked, values);
  if (lacking !== undefined) return lacking;
  const json = JSON_KEYS[type];
  return json === undefined || isJsonObject(values.get(json)) ? undefined : notJson(json);
}

function lack({ keys, howMany }: AskedKeys, values: Values): Misfit | undefined {
  const missing = keys.filter((key) => !values.has(key));
  if (missing.length === 0 || (howMany === 'one at least' && missing.length < keys.length)) return undefined;
  const problem =
    howMany === 'all' ? `lacks the key ${missing.join(' and ')}` : `has neither the key ${keys.join(' nor ')}`;
  return { problem, remedy: remedyFor(keys) };
}

function isJsonObject(value: Uint8Array | undefined): boolean {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value ?? []).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    // The parser's own message would quote the text.
    return false;
  }
}

function notJson(key: string): Misfit {
  return {
    problem: `has something under the key ${key} that is not a JSON object`,
    remedy: 'Correct the secret in Infisical, or build the JSON with template.data.',
  };
}

function remedyFor(keys: readonly string[]): string {
  return `Name the secrets in Infisical ${keys.join(', ')}, or give them these keys with template.data.`;
}
