export { PluginError, checkManifests } from './check-manifests.ts';
export { EXTENSION_POINTS, loadPlugins } from './loader.ts';
export { CONTRACT_VERSION, contribute, definePlugin, type Contribution, type PluginManifest } from './manifest.ts';
export { EXTENSIONS, ExtensionRegistry, type Registered } from './registry.ts';
