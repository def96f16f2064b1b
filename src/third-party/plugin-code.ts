import type { PackageManifest } from './package-manifest.ts';
import type { ProcessData } from './protocol.ts';
import type { PluginPackage } from './read-package.ts';

/** All that a process of a plugin is started with. */
export interface PluginCode {
  readonly manifest: PackageManifest;
  readonly needs: ReadonlySet<string>;
  readonly data: ProcessData;
  readonly env: Readonly<Record<string, string>>;
}

/** From the files of a plugin and its settings. `environment` is that of the operator, of which the plugin has what its manifest asks for. */
export function pluginCode(
  { manifest, files }: PluginPackage,
  config: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): PluginCode {
  const needs = new Set(Object.keys(manifest.needs));
  const asked = (prefix: string): readonly string[] => [...needs].filter((need) => need.startsWith(prefix));
  const variables = asked('env:').flatMap((need) => {
    const name = need.slice('env:'.length);
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    manifest,
    needs,
    data: { entry: manifest.entry, files, modules: asked('node:'), config },
    env: Object.fromEntries(variables),
  };
}
