import { z } from 'zod';
import { OPTIONS, type Config, type Option } from './options.ts';

/** Settings that cannot be used: the message has one line per setting, with its flag, its variable and what is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const ConfigSchema: z.ZodType<Config, Record<string, string | undefined>> = z.object({
  kubeconfig: OPTIONS.kubeconfig.schema,
  context: OPTIONS.context.schema,
  namespaces: OPTIONS.namespaces.schema,
  crossNamespace: OPTIONS.crossNamespace.schema,
  hostAPI: OPTIONS.hostAPI.schema,
  allowHttp: OPTIONS.allowHttp.schema,
  allowLoopback: OPTIONS.allowLoopback.schema,
  allowedHosts: OPTIONS.allowedHosts.schema,
  configNamespace: OPTIONS.configNamespace.schema,
  resyncSeconds: OPTIONS.resyncSeconds.schema,
  concurrency: OPTIONS.concurrency.schema,
  disabledPlugins: OPTIONS.disabledPlugins.schema,
  extraPlugins: OPTIONS.extraPlugins.schema,
  listenAddress: OPTIONS.listenAddress.schema,
  listenPort: OPTIONS.listenPort.schema,
  statusPage: OPTIONS.statusPage.schema,
  leaderElect: OPTIONS.leaderElect.schema,
  leaseNamespace: OPTIONS.leaseNamespace.schema,
  leaseName: OPTIONS.leaseName.schema,
  identity: OPTIONS.identity.schema,
  logLevel: OPTIONS.logLevel.schema,
  logFormat: OPTIONS.logFormat.schema,
  shutdownSeconds: OPTIONS.shutdownSeconds.schema,
});

/**
 * The settings from flags (by their key in `OPTIONS`) and environment; a flag wins. An empty variable counts as not set. Throws `ConfigError`
 * that names every bad setting at once.
 */
export function parseConfig(
  flags: Readonly<Record<string, string | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const given: Record<string, string | undefined> = {};
  for (const [name, { env }] of optionEntries()) {
    const fromEnvironment = environment[env];
    given[name] = flags[name] ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  }
  const parsed = ConfigSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const found = optionEntries().find(([name]) => name === path[0]);
    return found === undefined ? message : `--${found[1].flag} (${found[1].env}): ${message}`;
  });
  throw new ConfigError(`the configuration cannot be used:\n  ${lines.join('\n  ')}`);
}

/** Every option with its key, in the order of the table. */
export function optionEntries(): readonly (readonly [string, Option<unknown>])[] {
  return Object.entries(OPTIONS);
}
