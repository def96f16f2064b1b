import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { PluginManifest } from '#kernel';
import { describePlugin } from '../third-party/index.ts';
import { UsageError } from './command-io.ts';
import { pluginFolder } from './plugins/index.ts';

/** The loader checks manifests before it believes anything of them. */
const Module = z.looseObject({
  plugin: z.custom<PluginManifest>((value) => typeof value === 'object' && value !== null),
});

/** The plugin of a folder, without running anything of it; or the one that a module exports, which runs the module. Throws `UsageError`. */
export async function importPlugin(file: string): Promise<PluginManifest> {
  if ((await stat(file).catch(() => undefined))?.isDirectory() === true) {
    return describePlugin(await pluginFolder(file));
  }
  let module: unknown;
  try {
    module = await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    throw new UsageError(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = Module.safeParse(module);
  if (!parsed.success) throw new UsageError(`${file} exports no plugin: export const plugin = definePlugin({ ... })`);
  return parsed.data.plugin;
}
