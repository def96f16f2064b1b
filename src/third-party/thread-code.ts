import type { PackageManifest } from './package-manifest.ts';
import type { ThreadData } from './protocol.ts';
import type { PluginPackage } from './read-package.ts';

/** All that a thread of a plugin is started with. */
export interface ThreadCode {
  readonly manifest: PackageManifest;
  readonly needs: ReadonlySet<string>;
  readonly script: URL;
  readonly data: ThreadData;
  readonly env: Readonly<Record<string, string>>;
}

/** From the files of a plugin and its settings. `environment` is that of the operator, of which the plugin has what its manifest asks for. */
export function threadCode(
  { manifest, files }: PluginPackage,
  config: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): ThreadCode {
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
    script: SCRIPT,
    data: { entry: manifest.entry, files, modules: asked('node:'), config },
    env: Object.fromEntries(variables),
  };
}

/** Beside the one file of a build; in a checkout Node.js runs the source, which needs no more than its types stripped. */
const SCRIPT = import.meta.url.endsWith('.ts')
  ? new URL('./worker/plugin-worker.ts', import.meta.url)
  : new URL('./plugin-worker.js', import.meta.url);
