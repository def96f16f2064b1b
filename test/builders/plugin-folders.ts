import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packPackage, type ListedPlugin } from '../../src/third-party/index.ts';
import { MANIFEST_FILE } from '../../src/third-party/package-manifest.ts';
import { sha256 } from '../../src/third-party/read-package.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/plugins');

/** The entry of `--extra-plugins` for a folder, as its manifest is now. */
export async function entryOf(path: string, name: string, config: ListedPlugin['config'] = {}): Promise<ListedPlugin> {
  return { name, path, manifestSha256: sha256(await readFile(join(path, MANIFEST_FILE))), config };
}

/** The entry for one of the examples. */
export function exampleEntry(folder: string, name: string, config: ListedPlugin['config'] = {}): Promise<ListedPlugin> {
  return entryOf(join(EXAMPLES, folder, 'plugin'), name, config);
}

/** What a plugin's folder is made of; what is left out is sound. */
export interface PluginFolder {
  /** The login method. */
  readonly key?: string;
  /** Text of index.js. */
  readonly code?: string;
  /** Fields of the manifest in place of the sound ones. */
  readonly manifest?: object;
  /** Fields of the login method in the manifest in place of the sound ones. */
  readonly method?: object;
  /** More files, by path. They are not listed by themselves. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Logs in with the words of the Secret that `config.secretName` names; `config.fault` is for faulty code. */
export const SOUND_CODE = `
export default ({ terminal }) => ({
  async prepare({ spec, resource, secrets }, signal) {
    const word = (await secrets.read({ namespace: resource.namespace, name: spec.secretName }, signal)).get('word');
    if (word === undefined) throw terminal('CredentialsIncomplete', 'no word');
    return { kind: 'login', method: 'jwt', identity: word, body: () => ({ identityId: spec.identityId ?? '', jwt: word }) };
  },
});
`;

/** Writes a plugin's folder below `root`, its hashes current. Gives its path. */
export async function writePlugin(
  root: string,
  { key = 'acme', code = SOUND_CODE, manifest = {}, method = {}, files = {} }: PluginFolder = {},
): Promise<string> {
  const folder = join(root, key);
  const text = { type: 'string', maxLength: 253 };
  const content: Readonly<Record<string, string>> = {
    'index.js': code,
    'package.json': JSON.stringify({ name: key.toLowerCase(), type: 'module' }),
    [MANIFEST_FILE]: JSON.stringify({
      id: `acme.${key.toLowerCase()}`,
      contract: { from: 1, to: 1 },
      summary: 'For tests.',
      entry: 'index.js',
      extensionPoints: {
        'auth-method': {
          key,
          identity: 'resource',
          config: {
            type: 'object',
            properties: { secretName: text, identityId: text },
            required: ['secretName'],
            additionalProperties: false,
          },
          references: [{ kind: 'Secret', name: 'secretName' }],
          ...method,
        },
      },
      needs: { secrets: 'reads the word' },
      files: {},
      ...manifest,
    }),
    ...files,
  };
  for (const [path, text] of Object.entries(content)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await packPackage(folder);
  return folder;
}
