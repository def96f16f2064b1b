/** Why data is not what a type of Secret asks for. Neither text quotes a value. */
export interface Misfit {
  /** Completes "Secret shop/db of type kubernetes.io/tls ...". */
  readonly problem: string;
  readonly remedy: string;
}

type Values = ReadonlyMap<string, Uint8Array>;
type Check = (values: Values) => Misfit | undefined;

/**
 * What Kubernetes itself asks of the built-in types, asked before anything is sent: a target that is made anew because its type changed must
 * not be lost to a refusal of the new one. https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
const CHECKS: Readonly<Record<string, Check>> = {
  'kubernetes.io/dockerconfigjson': all(needs('.dockerconfigjson'), isJsonObject('.dockerconfigjson')),
  'kubernetes.io/dockercfg': all(needs('.dockercfg'), isJsonObject('.dockercfg')),
  'kubernetes.io/tls': needs('tls.crt', 'tls.key'),
  'kubernetes.io/basic-auth': needsOneOf('username', 'password'),
  'kubernetes.io/ssh-auth': needs('ssh-privatekey'),
};

/** Why these values do not make a Secret of this type; undefined when they do. */
export function misfitOf(type: string, values: Values): Misfit | undefined {
  return Object.hasOwn(CHECKS, type) ? CHECKS[type]?.(values) : undefined;
}

function all(...checks: readonly Check[]): Check {
  return (values) => {
    for (const check of checks) {
      const misfit = check(values);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  };
}

function needs(...keys: readonly string[]): Check {
  return (values) => {
    const missing = keys.filter((key) => !values.has(key));
    return missing.length === 0
      ? undefined
      : { problem: `lacks the key ${missing.join(' and ')}`, remedy: remedyFor(keys) };
  };
}

function needsOneOf(...keys: readonly string[]): Check {
  return (values) =>
    keys.some((key) => values.has(key))
      ? undefined
      : { problem: `has neither the key ${keys.join(' nor ')}`, remedy: remedyFor(keys) };
}

function isJsonObject(key: string): Check {
  return (values) => {
    try {
      const parsed: unknown = JSON.parse(Buffer.from(values.get(key) ?? []).toString('utf8'));
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return undefined;
    } catch {
      // Told below: the parser's own message would quote the text.
    }
    return {
      problem: `has something under the key ${key} that is not a JSON object`,
      remedy: 'Correct the secret in Infisical, or build the JSON with template.data.',
    };
  };
}

function remedyFor(keys: readonly string[]): string {
  return `Name the secrets in Infisical ${keys.join(', ')}, or give them these keys with template.data.`;
}
