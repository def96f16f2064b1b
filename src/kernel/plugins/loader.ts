import type { Container } from '../container/index.ts';
import { AUTH_METHOD, RELOADER, RESOURCE, SYNC_TARGET } from '../contracts/index.ts';
import { PluginError, checkManifests } from './check-manifests.ts';
import type { PluginManifest } from './manifest.ts';
import { EXTENSIONS, ExtensionRegistry } from './registry.ts';

/** Extension points that this kernel has. */
export const EXTENSION_POINTS: ReadonlySet<string> = new Set([
  AUTH_METHOD.id,
  RESOURCE.id,
  SYNC_TARGET.id,
  RELOADER.id,
]);

/**
 * Checks manifests and registers what they contribute, each plugin with a child container of its own. Constructs nothing yet. Throws one
 * `PluginError` that lists every problem, before anything is registered.
 */
export function loadPlugins(manifests: readonly PluginManifest[], root: Container): ExtensionRegistry {
  const problems = checkManifests(manifests, EXTENSION_POINTS);
  if (problems.length > 0) throw new PluginError(`plugins cannot be loaded:\n  - ${problems.join('\n  - ')}`);
  const registry = new ExtensionRegistry();
  root.register(EXTENSIONS, registry);
  for (const manifest of manifests) {
    const container = root.child();
    for (const { point, contribution } of manifest.contributes) {
      registry.add(point, { plugin: manifest.id, contribution, container });
    }
  }
  return registry;
}
