import manifest from '../../package.json' with { type: 'json' };

/** The release, as package.json has it. Imported, so that the build can put it into the bundle, which lies elsewhere. */
export const VERSION: string = manifest.version;
