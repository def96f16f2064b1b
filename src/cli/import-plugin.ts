import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { PluginManifest } from '#kernel';
import { UsageError } from './command-io.ts';

/** The loader checks manifests before it believes anything of them. */
const Module = z.looseObject({
  plugin: z.custom<PluginManifest>((value) => typeof value === 'object' && value !== null),
});

/** The plugin that a module of a third party exports. Runs the module. Throws `UsageError`. */
export async function importPlugin(file: string): Promise<PluginManifest> {
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
