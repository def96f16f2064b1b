import { resolve } from 'node:path';
import {
  EXTENSION_POINTS,
  OperatorError,
  checkManifests,
  retryable,
  type Clock,
  type Log,
  type PluginManifest,
} from '#kernel';
import { configSchema } from './config-schema.ts';
import { UNCHECKED, type ListedPlugin } from './listing.ts';
import { PackageError, issuesOf } from './package-manifest.ts';
import { packagedPlugin } from './packaged-plugin.ts';
import { PluginRunner } from './plugin-runner.ts';
import { readPackage } from './read-package.ts';
import { pluginCode } from './plugin-code.ts';

/** A disk that does not answer must not keep the operator from starting. */
const READ_MS = 20_000;

/** What opening plugins needs of the operator. */
export interface OpenTools {
  readonly clock: Clock;
  readonly log: Log;
  /** Of the operator's process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Plugins whose ids and keys are taken. */
  readonly builtIn: readonly PluginManifest[];
  /** Folder that paths of the list are relative to. */
  readonly folder: string;
}

/** Plugins that can be used, those that cannot, and the processes behind them. */
export interface OpenedPlugins {
  readonly plugins: readonly PluginManifest[];
  /** Names of login methods to a sentence that says why their plugin was refused. */
  readonly refused: ReadonlyMap<string, string>;
  /** Loads the code of all, in the background. */
  start(): void;
  /** Ends all processes. */
  close(): Promise<void>;
}

/** Reads and checks the listed plugins, one after the other, so that of two with one name the first has it. Never rejects: a plugin that is no good is refused. */
export async function openPlugins(listed: readonly ListedPlugin[], tools: OpenTools): Promise<OpenedPlugins> {
  const plugins: PluginManifest[] = [];
  const runners: PluginRunner[] = [];
  const refused = new Map<string, string>();
  for (const entry of listed) {
    try {
      const { plugin, runner } = await inTime(tools.clock, openPlugin(entry, tools));
      const [problem] = checkManifests([...tools.builtIn, ...plugins, plugin], EXTENSION_POINTS);
      if (problem !== undefined) throw new PackageError(problem);
      plugins.push(plugin);
      runners.push(runner);
    } catch (error) {
      if (!(error instanceof PackageError || error instanceof OperatorError)) throw error;
      tools.log.error('a plugin is refused', { name: entry.name, path: entry.path, why: error.message });
      if (!isTaken(entry.name, plugins)) {
        refused.set(entry.name, `The plugin of the login method ${entry.name} was refused: ${error.message}.`);
      }
    }
  }
  return {
    plugins,
    refused,
    start: () => {
      for (const runner of runners) runner.start();
    },
    close: async () => {
      await Promise.all(runners.map((runner) => runner.close()));
    },
  };
}

async function openPlugin({ name, path, manifestSha256, config }: ListedPlugin, tools: OpenTools) {
  const found = await readPackage(resolve(tools.folder, path), manifestSha256);
  const { manifest } = found;
  if (manifestSha256 === UNCHECKED) {
    tools.log.warn('a plugin is loaded without a check of its files; for development only', { name });
  }
  const { key } = manifest.extensionPoints['auth-method'];
  if (key !== name) throw new PackageError(`it has the login method ${key}, and is listed with the name ${name}`);
  const settings = configSchema(manifest.config ?? NO_SETTINGS, 'config').safeParse(config);
  if (!settings.success) {
    throw new PackageError(`its settings in the list are not what it asks for: ${issuesOf(settings.error)}`);
  }
  const runner = new PluginRunner(pluginCode(found, settings.data, tools.environment), tools);
  return { plugin: packagedPlugin(manifest, runner), runner };
}

const NO_SETTINGS = { type: 'object', properties: {}, additionalProperties: false };

function isTaken(name: string, plugins: readonly PluginManifest[]): boolean {
  const keys = plugins.flatMap(({ contributes }) => contributes.map(({ contribution }) => contribution.key));
  return keys.some((key) => key.toLowerCase() === name.toLowerCase());
}

function inTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.timer(READ_MS, () => {
      reject(retryable('PluginFailed', `its folder could not be read within ${READ_MS / 1_000} s`));
    });
    work.then(resolve, reject).finally(() => {
      timer.cancel();
    });
  });
}
