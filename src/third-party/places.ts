const IS_SOURCE = import.meta.url.endsWith('.ts');

/**
 * What a process of a plugin runs: beside the one file of a build; in a checkout Node.js runs the source, which needs no more than its types
 * stripped.
 */
export const SCRIPT = new URL(IS_SOURCE ? './process/plugin-main.ts' : './plugin-main.js', import.meta.url);

/** The types that a plugin is written against. */
export const PLUGIN_API = new URL(IS_SOURCE ? './plugin-api.ts' : './plugin-api.d.ts', import.meta.url);

/** All that the process of a plugin may read. */
export const CODE_FOLDER = new URL('.', import.meta.url);
