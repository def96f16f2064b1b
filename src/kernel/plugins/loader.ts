import type { Container } from '../container/index.ts';
import {
  AUTH_METHOD,
  GENERATOR,
  RELOADER,
  RESOURCE,
  SYNC_TARGET,
  type Contributed,
  type ExtensionPoint,
} from '../contracts/index.ts';
import { PluginError, checkManifests } from './check-manifests.ts';
import type { PluginManifest } from './manifest.ts';
import { EXTENSIONS, ExtensionRegistry } from './registry.ts';

/** Extension points that this kernel has. */
export const EXTENSION_POINTS: readonly ExtensionPoint<Contributed>[] = [
  AUTH_METHOD,
  RESOURCE,
  SYNC_TARGET,
  RELOADER,
  GENERATOR,
];

/** What is loaded besides the plugins of the operator, and what of all is not. */
export interface LoadOptions {
  /** Plugins from elsewhere. They are checked like all others, together with them. */
  readonly thirdParty?: readonly PluginManifest[];
  /** Plugins that were refused before: the key that each was to have, and a sentence that says why. */
  readonly refused?: ReadonlyMap<string, string>;
  /** Ids of plugins to leave out. They are checked all the same: what they claim stays theirs. */
  readonly disabled?: readonly string[];
}

/**
 * Checks manifests and registers what they contribute, each plugin with a child container of its own. Constructs nothing yet. Throws one
 * `PluginError` that lists every problem, before anything is registered.
 */
export function loadPlugins(
  builtIn: readonly PluginManifest[],
  root: Container,
  { thirdParty = [], refused = new Map(), disabled = [] }: LoadOptions = {},
): ExtensionRegistry {
  const problems = checkManifests([...builtIn, ...thirdParty], EXTENSION_POINTS);
  if (problems.length > 0) throw new PluginError(`plugins cannot be loaded:\n  - ${problems.join('\n  - ')}`);
  const registry = new ExtensionRegistry();
  root.register(EXTENSIONS, registry);
  const add = (manifest: PluginManifest, origin: 'built-in' | 'third-party'): void => {
    if (disabled.includes(manifest.id)) return;
    const container = root.child();
    for (const { point, contribution } of manifest.contributes) {
      registry.add(point, { plugin: manifest.id, origin, contribution, container });
    }
  };
  for (const manifest of builtIn) add(manifest, 'built-in');
  for (const manifest of thirdParty) add(manifest, 'third-party');
  for (const [key, problem] of refused) registry.refuse(key, problem);
  return registry;
}
