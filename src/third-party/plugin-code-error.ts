import type { PackageManifest } from './package-manifest.ts';

/** An error in the code of a plugin. All that is known of it is where: its message may hold anything. */
export class PluginCodeError extends Error {
  override readonly name = 'PluginCodeError';

  /** `place`: file, line and column; empty: nobody knows. */
  constructor(place: string) {
    super('the code of a plugin failed');
    // The log prints the places of a stack.
    this.stack = `${this.name}\n    at ${place === '' ? 'a place that is not known' : place}`;
  }
}

/** The first place in this stack that is in a file of the plugin, `index.js:12:7`. Whatever else a stack holds is left out: it is text of the plugin's choice. */
export function placeIn(stack: string, { files }: Pick<PackageManifest, 'files'>): string {
  for (const [place = '', file = ''] of stack.matchAll(/(?<=plugin:\/\/\/)([\w./@+-]{1,200}):\d{1,5}:\d{1,5}/g)) {
    if (Object.hasOwn(files, file)) return place;
  }
  return '';
}
