import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedPlugin } from '../../src/third-party/index.ts';
import { MANIFEST_FILE } from '../../src/third-party/package-manifest.ts';
import { SOUND_CODE, entryOf, writePlugin, type PluginFolder } from './plugin-folders.ts';

/** The word of the Secret in every form in which it can be given away. */
const GIVES_AWAY = `
import { inspect } from 'node:util';
export default ({ terminal }) => ({
  async prepare({ spec, resource, secrets }, signal) {
    const secret = await secrets.read({ namespace: resource.namespace, name: spec.secretName }, signal);
    const word = secret.get('word');
    console.log(word, secret); console.error(word); console.table([word]); console.trace(word);
    process.stdout.write(word + '\\n'); process.stderr.write(word + '\\n');
    process.emitWarning(word);
    process._rawDebug?.(word);
    const forms = [word, Buffer.from(word).toString('base64'), Buffer.from(word).toString('hex'), inspect(secret)];
    throw terminal('InvalidCredentials', 'not with ' + forms.join(' or '), { hint: 'Try ' + word });
  },
});
`;

/** A plugin that must harm nobody but those who use it. */
export interface BadPlugin extends PluginFolder {
  readonly key: string;
  /** What a resource that uses it is told. */
  readonly reason: string;
  readonly says: RegExp;
  /** Done to its folder when it has been packed. */
  readonly spoil?: (folder: string) => Promise<void>;
}

/** Ways in which a plugin can be bad. */
export const BAD_PLUGINS: readonly BadPlugin[] = [
  {
    key: 'tampered',
    reason: 'PluginRefused',
    says: /index\.js is not the one that infisical-plugin\.json lists/,
    spoil: (folder) => appendFile(join(folder, 'index.js'), '// one line more'),
  },
  {
    key: 'wrongContract',
    reason: 'PluginRefused',
    says: /written for the contracts 2 to 3, and this operator offers 1/,
    spoil: async (folder) => {
      const place = join(folder, MANIFEST_FILE);
      await writeFile(place, (await readFile(place, 'utf8')).replace('"from": 1,\n    "to": 1', '"from": 2, "to": 3'));
    },
  },
  {
    // A rule of the definition sends those who name it exactly to its field; names are compared without case.
    key: 'UniversalAuth',
    reason: 'PluginRefused',
    says: /claims the key "UniversalAuth" of auth-method, which plugin "auth\.universal" has/,
  },
  {
    key: 'throwsAtLoad',
    reason: 'PluginFailed',
    says: /acme\.throwsatload failed when its code was loaded, at index\.js:1:7/,
    code: `throw new Error('not today');`,
  },
  {
    key: 'throwsAtLogin',
    reason: 'PluginFailed',
    says: /acme\.throwsatlogin failed when preparing a login/,
    code: SOUND_CODE.replace('if (word', 'throw new Error(word); if (word'),
  },
  {
    key: 'hangs',
    reason: 'PluginFailed',
    // Of a try that ended by its limit of time, or of a later one, which lost its process.
    says: /Plugin acme\.hangs (?:gave no answer within 10 s when preparing a login|did not end a call|did not load)/,
    code: SOUND_CODE.replace('if (word', 'for (;;); if (word'),
  },
  {
    key: 'prints',
    reason: 'InvalidCredentials',
    says: /Plugin acme\.prints: not with …/,
    code: GIVES_AWAY,
    manifest: { needs: { secrets: 'reads the word', 'node:util': 'shows it' } },
  },
];

/** Writes the folder of a bad plugin below `root`; gives its entry, which pins the manifest as it is in the end. */
export async function badEntry(root: string, plugin: BadPlugin): Promise<ListedPlugin> {
  const folder = await writePlugin(root, plugin);
  await plugin.spoil?.(folder);
  return entryOf(folder, plugin.key);
}
