import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../command-io.ts';
import { MANIFEST_FILE } from '../../third-party/index.ts';

/** The folder with the manifest: the one that is named, or `plugin` in it, beside what is not part of the plugin. Absolute. Throws `UsageError`. */
export async function pluginFolder(named: string): Promise<string> {
  for (const folder of [resolve(named, 'plugin'), resolve(named)]) {
    if (await exists(join(folder, MANIFEST_FILE))) return folder;
  }
  throw new UsageError(`${named} has no ${MANIFEST_FILE}, nor has ${join(named, 'plugin')}`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
