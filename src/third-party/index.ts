export { parseListing, UNCHECKED, type ListedPlugin } from './listing.ts';
export { openPlugins, type OpenedPlugins } from './open-plugins.ts';
export { packPackage, type PackedPlugin } from './pack-package.ts';
