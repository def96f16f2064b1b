import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Clock, Log } from '#kernel';
import type { Environment } from '../platform/index.ts';
import { openPlugins, parseListing, type OpenedPlugins } from '../third-party/index.ts';
import { BUILT_IN_PLUGINS } from './built-in-plugins.ts';
import { ConfigError } from './config.ts';
import type { Config } from './options.ts';

/**
 * The plugins of `--extra-plugins`. One that is no good is refused and told in the log. Throws `ConfigError` for a list that cannot be read: then nobody
 * knows what was wanted.
 */
export async function openExtraPlugins(
  { extraPlugins = '[]' }: Pick<Config, 'extraPlugins'>,
  tools: { readonly clock: Clock; readonly log: Log; readonly environment: Environment },
): Promise<OpenedPlugins> {
  const isList = extraPlugins.trimStart().startsWith('[');
  const file = resolve(extraPlugins);
  try {
    const listed = parseListing(isList ? extraPlugins : await readFile(file, 'utf8'));
    const folder = isList ? process.cwd() : dirname(file);
    return await openPlugins(listed, { ...tools, folder, builtIn: BUILT_IN_PLUGINS });
  } catch (error) {
    throw new ConfigError(`--extra-plugins: ${error instanceof Error ? error.message : String(error)}`);
  }
}
