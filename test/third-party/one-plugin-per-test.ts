import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPlugin, type OpenedPlugin, type PluginWorld } from '../builders/opened-plugin.ts';
import { entryOf, writePlugin, type PluginFolder } from '../builders/plugin-folders.ts';

/** Settings of a resource that the sound manifest takes. */
export const SPEC = { secretName: 'word' };
/** What `SPEC` names. */
export const WORLD: PluginWorld = { secrets: { 'shop/word': { word: 'open-sesame' } } };

/** Code of a plugin whose method does this. */
export const doing = (statements: string): string =>
  `export default ({ terminal, retryable }, config) => ({ async prepare(request, signal) { ${statements} } });`;

/** The error that an attempt ends with. */
export async function failureOf(attempt: Promise<unknown>): Promise<Error> {
  return attempt.then(
    () => new Error('it succeeded'),
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

/** Opens plugins for the tests of a suite: the folder and the process of each go with its test. */
export function onePluginPerTest(): {
  /** Writes the folder and opens it. */
  readonly open: (folder: PluginFolder, world?: PluginWorld, config?: object) => Promise<OpenedPlugin>;
  /** The error of a method that does this. */
  readonly failing: (statements: string, folder?: PluginFolder) => Promise<Error>;
} {
  let root = '';
  let opened: OpenedPlugin | undefined;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'infisical-plugins-'));
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
    await rm(root, { recursive: true, force: true });
  });
  const open = async (folder: PluginFolder, world: PluginWorld = WORLD, config = {}): Promise<OpenedPlugin> => {
    const path = await writePlugin(root, folder);
    return (opened = await openPlugin(await entryOf(path, folder.key ?? 'acme', { ...config }), world));
  };
  return {
    open,
    failing: async (statements, folder = {}) =>
      failureOf((await open({ ...folder, code: doing(statements) })).prepare(SPEC)),
  };
}
