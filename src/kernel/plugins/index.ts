export { PluginError, checkManifests } from './check-manifests.ts';
export { EXTENSION_POINTS, loadPlugins, type LoadOptions } from './loader.ts';
export {
  CONTRACT_VERSION,
  contribute,
  definePlugin,
  type Contribution,
  type PluginManifest,
  type Right,
} from './manifest.ts';
export { EXTENSIONS, ExtensionRegistry, type Origin, type Registered } from './registry.ts';
