import { type PluginManifest } from '#kernel';
import { UNCHECKED } from './listing.ts';
import { packagedPlugin } from './packaged-plugin.ts';
import { readPackage } from './read-package.ts';

/** The plugin of a folder for checks of settings: none of its code is run, now or later. Throws `PackageError`. */
export async function describePlugin(folder: string): Promise<PluginManifest> {
  const { manifest } = await readPackage(folder, UNCHECKED);
  return packagedPlugin(manifest, {
    call: () => Promise.reject(new Error(`plugin ${manifest.id} is here to be asked for its schema only`)),
  });
}
