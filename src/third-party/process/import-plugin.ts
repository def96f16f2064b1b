import { registerHooks } from 'node:module';
import type { PluginDoor } from '../plugin-api.ts';
import type { ProcessData } from '../protocol.ts';

/** Files of the plugin have addresses of their own, so that none of them is ever looked for on a disk. */
const ROOT = 'plugin:///';

/** As `Plugin`, but nobody knows what comes of it. */
type Make = (door: PluginDoor, config: unknown) => unknown;

/** The plugin's function; or what its import ended with, and which import was not allowed. */
type Loaded = { readonly make: Make } | { readonly error: unknown; readonly refused: string };

/**
 * Imports the plugin from memory. From now on its modules find each other, and the modules of Node.js that its manifest asks for; anything else is refused.
 */
export async function importPlugin({ entry, files, modules }: Omit<ProcessData, 'config'>): Promise<Loaded> {
  let refused = '';
  const refuse = (specifier: string): Error => {
    refused = specifier.slice(0, 200);
    return new Error('this import is not allowed');
  };
  registerHooks({
    resolve(specifier, context, next) {
      const isOwn = context.parentURL?.startsWith(ROOT) === true;
      const url = specifier.startsWith(ROOT)
        ? specifier
        : isOwn && /^\.\.?\//.test(specifier)
          ? new URL(specifier, context.parentURL).href
          : undefined;
      if (url !== undefined) {
        if (!files.has(pathOf(url))) throw refuse(specifier);
        return { url, format: 'module', shortCircuit: true };
      }
      if (isOwn && !modules.includes(specifier)) throw refuse(specifier);
      return next(specifier, context);
    },
    load(url, context, next) {
      const source = files.get(pathOf(url));
      return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
    },
  });
  try {
    const module = (await import(`${ROOT}${entry}`)) as { readonly default?: unknown };
    if (typeof module.default !== 'function') throw new Error('there is no default export that is a function');
    return { make: module.default as Make };
  } catch (error) {
    return { error, refused };
  }
}

function pathOf(url: string): string {
  return url.startsWith(ROOT) ? url.slice(ROOT.length) : '';
}
