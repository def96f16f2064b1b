import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { isControlPlaneTool, pinnedTools, toolNames, type ToolName } from './tools.ts';

/** A folder that holds at least etcd, kube-apiserver and kubectl. */
export interface Assets {
  readonly folder: string;
  /** `KUBEBUILDER_ASSETS`: of whatever version the user chose. `cache`: built here, at the pinned versions. */
  readonly source: 'KUBEBUILDER_ASSETS' | 'cache';
  /** Absolute paths of the commands that are there. */
  readonly binaries: Readonly<Partial<Record<ToolName, string>>>;
}

/** The part of the environment that decides where the binaries are. */
export type AssetsEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The binaries to test with: those of KUBEBUILDER_ASSETS when it holds a control plane (a user's explicit choice wins),
 * else those of the cache folder; undefined when neither does. Never mixes folders: a controller manager newer than its
 * API server is not a supported pair. Builds nothing; `npm run cluster:build` does.
 */
export async function findAssets(env: AssetsEnvironment = process.env): Promise<Assets | undefined> {
  const chosen = env['KUBEBUILDER_ASSETS'];
  if (chosen !== undefined && chosen !== '') {
    const assets = await assetsIn(chosen, 'KUBEBUILDER_ASSETS');
    if (assets !== undefined) return assets;
  }
  return assetsIn(await cacheFolder(env), 'cache');
}

/** Where `npm run cluster:build` puts the binaries: one folder per set of pins, under the user's cache. May not exist. */
export async function cacheFolder(env: AssetsEnvironment = process.env): Promise<string> {
  const { cacheKey } = await pinnedTools();
  const configured = env['XDG_CACHE_HOME'];
  // The XDG base directory specification asks to ignore relative paths, and an empty value counts as unset.
  const base = configured?.startsWith('/') === true ? configured : join(homedir(), '.cache');
  return join(base, 'infisical-operator', 'cluster', cacheKey);
}

/** The commands that a folder holds, with their absolute paths; empty when there is no such folder. */
export async function binariesIn(folder: string): Promise<Assets['binaries']> {
  const binaries: Partial<Record<ToolName, string>> = {};
  for (const name of toolNames()) {
    const path = resolve(folder, name);
    if (await isExecutable(path)) binaries[name] = path;
  }
  return binaries;
}

async function assetsIn(folder: string, source: Assets['source']): Promise<Assets | undefined> {
  const binaries = await binariesIn(folder);
  const complete = toolNames().every((name) => binaries[name] !== undefined || !isControlPlaneTool(name));
  return complete ? { folder, source, binaries } : undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
