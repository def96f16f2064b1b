import { z } from 'zod';
import { CROSS_NAMESPACE } from '#kernel';
import { parseHostPattern, type HostPattern } from '../infisical/index.ts';

/** One setting of the operator: a flag, an environment variable and the text that explains both. */
export interface Option<T> {
  /** Without dashes: `log-level`. */
  readonly flag: string;
  /** Upper snake: `INFISICAL_OPERATOR_LOG_LEVEL`. */
  readonly env: string;
  /** For `--help` and the reference page; says unit, range and default. */
  readonly description: string;
  /** From text, as flags and environment give it; undefined stands for "not set". */
  readonly schema: z.ZodType<T, string | undefined>;
}

function option<T>(flag: string, description: string, schema: z.ZodType<T, string | undefined>): Option<T> {
  return { flag, env: `INFISICAL_OPERATOR_${flag.toUpperCase().replaceAll('-', '_')}`, description, schema };
}

function text(fallback: string): z.ZodType<string, string | undefined> {
  return z.string().default(fallback);
}

function optionalText(): z.ZodType<string | undefined, string | undefined> {
  return z
    .string()
    .optional()
    .transform((value) => (value === '' ? undefined : value));
}

function flag(fallback: boolean): z.ZodType<boolean, string | undefined> {
  return z
    .enum(['true', 'false'], 'must be true or false')
    .optional()
    .transform((value) => (value === undefined ? fallback : value === 'true'));
}

function wholeNumber(fallback: number, least: number, most: number): z.ZodType<number, string | undefined> {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .optional()
    .transform((value) => (value === undefined ? fallback : Number(value)))
    .refine((value) => value >= least && value <= most, message);
}

function list(): z.ZodType<readonly string[], string | undefined> {
  return z
    .string()
    .optional()
    .transform((value) =>
      (value ?? '')
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    );
}

function hosts(): z.ZodType<readonly HostPattern[], string | undefined> {
  return list().transform((entries, context) => {
    return entries.flatMap((entry) => {
      const pattern = parseHostPattern(entry);
      if (pattern !== undefined) return [pattern];
      context.addIssue({ code: 'custom', message: `${JSON.stringify(entry)} is not a host, *.domain or *` });
      return [];
    });
  });
}

/** All settings. Flags win over the environment; the keys are those of `Config`. */
export const OPTIONS = {
  kubeconfig: option(
    'kubeconfig',
    'Path of a kubeconfig file; without it: KUBECONFIG, then the cluster the operator runs in.',
    optionalText(),
  ),
  context: option('context', 'Context of the kubeconfig to use instead of its current one.', optionalText()),
  namespaces: option('namespaces', 'Comma-separated namespaces to work in; empty: the whole cluster.', list()),
  crossNamespace: option(
    'cross-namespace',
    'Which objects of other namespaces a resource may name: Allow (default), any; Grant, those that are annotated, or whose namespace is, with ' +
      'secrets.infisical.com/allow-from; Deny, none.',
    z.enum(CROSS_NAMESPACE, 'must be Allow, Grant or Deny').default('Allow'),
  ),
  hostAPI: option(
    'host-api',
    'Address of Infisical where neither a resource nor the ConfigMap infisical-config has one.',
    text('https://app.infisical.com/api'),
  ),
  allowHttp: option(
    'allow-http',
    'Whether plain http addresses are allowed: true or false (default false).',
    flag(false),
  ),
  allowLoopback: option(
    'allow-loopback',
    'Whether addresses of the pod itself are allowed, such as 127.0.0.1, for tests and for a proxy in it: true or false (default false).',
    flag(false),
  ),
  allowedHosts: option(
    'allowed-hosts',
    "Comma-separated hosts that resources may name besides the operator's own: infisical.example.com, *.example.com, either with :port, or *. Empty: any, but only the operator's own for proofs of its cloud identity.",
    hosts(),
  ),
  configNamespace: option(
    'config-namespace',
    'Namespace of the ConfigMap infisical-config.',
    text('infisical-operator-system'),
  ),
  resyncSeconds: option(
    'resync-seconds',
    'Resync interval in seconds where a resource sets none, 5 to 86400 (default 60).',
    wholeNumber(60, 5, 86_400),
  ),
  concurrency: option(
    'concurrency',
    'Passes that may run at once for one Infisical host, 1 to 256 (default 16).',
    wholeNumber(16, 1, 256),
  ),
  disabledPlugins: option(
    'disable-plugins',
    'Comma-separated ids of built-in plugins to leave out, such as auth.universal.',
    list(),
  ),
  extraPlugins: option(
    'extra-plugins',
    'Plugins of third parties: a JSON list of {name, path, manifestSha256, config}, or the path of a file with it. A plugin that cannot be used is refused, and the operator works without it.',
    optionalText(),
  ),
  listenAddress: option(
    'listen-address',
    'Address that probes and metrics are served on (default 0.0.0.0).',
    text('0.0.0.0'),
  ),
  listenPort: option(
    'listen-port',
    'Port of /healthz, /readyz and /metrics, 0 for any free one (default 8080).',
    wholeNumber(8_080, 0, 65_535),
  ),
  statusPage: option(
    'status-page',
    'Whether /, a read-only page about resources, queue and plugins, and its data at /status.json are served beside the probes, without a login: true or false (default false).',
    flag(false),
  ),
  leaderElect: option(
    'leader-elect',
    'Whether to take a Lease before working: true or false (default false).',
    flag(false),
  ),
  leaseNamespace: option(
    'lease-namespace',
    'Namespace of the Lease (default infisical-operator-system).',
    text('infisical-operator-system'),
  ),
  leaseName: option('lease-name', 'Name of the Lease.', text('infisical-operator')),
  identity: option(
    'identity',
    'Name of this process in the Lease and in Events; without it: the host name.',
    optionalText(),
  ),
  logLevel: option(
    'log-level',
    'Least severe level that is logged: debug, info, warn or error (default info).',
    z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  ),
  logFormat: option(
    'log-format',
    'How lines of the log look: json (default), or text for people.',
    z.enum(['json', 'text'], 'must be json or text').default('json'),
  ),
  shutdownSeconds: option(
    'shutdown-seconds',
    'Seconds that a stop may take, 1 to 300 (default 10).',
    wholeNumber(10, 1, 300),
  ),
} as const satisfies Record<string, Option<unknown>>;

/** The settings after parsing. */
export type Config = { readonly [Name in keyof typeof OPTIONS]: z.output<(typeof OPTIONS)[Name]['schema']> };
