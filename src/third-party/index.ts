export { UNCHECKED, parseListing, type ListedPlugin } from './listing.ts';
export { describePlugin } from './describe-plugin.ts';
export { openPlugins, type OpenedPlugins } from './open-plugins.ts';
export { packPackage, type PackedPlugin } from './pack-package.ts';
export { MANIFEST_FILE } from './package-manifest.ts';
export { PLUGIN_API } from './places.ts';
export { readPackage } from './read-package.ts';
