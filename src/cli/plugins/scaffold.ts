import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MANIFEST_FILE, PLUGIN_API, packPackage } from '../../third-party/index.ts';
import { UsageError } from '../command-io.ts';

/**
 * Writes a new plugin that works: a JWT out of a Secret. Gives the files, with paths below the folder. Throws `UsageError` for a name that is none and a folder
 * that is there.
 */
export async function writeScaffold(name: string): Promise<readonly string[]> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 50) {
    throw new UsageError(`${JSON.stringify(name)} must be a name such as acme-vault: small letters, digits and dashes`);
  }
  const files = filesOf(name, await readFile(PLUGIN_API, 'utf8'));
  try {
    await mkdir(name);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`the folder ${name} cannot be made: ${code === 'EEXIST' ? 'it is there already' : code}`);
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(name, path)), { recursive: true });
    await writeFile(join(name, path), text);
  }
  await packPackage(join(name, 'plugin'));
  return Object.keys(files);
}

function filesOf(name: string, api: string): Readonly<Record<string, string>> {
  const key = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return {
    [`plugin/${MANIFEST_FILE}`]: json({
      id: `custom.${name}`,
      contract: { from: 1, to: 1 },
      summary: 'Login with a JWT out of a Secret.',
      entry: 'index.js',
      extensionPoints: {
        'auth-method': {
          key,
          identity: 'resource',
          config: {
            type: 'object',
            properties: {
              identityId: { type: 'string', minLength: 1, maxLength: 253, description: 'Id of the machine identity.' },
              secretName: { type: 'string', minLength: 1, maxLength: 253, description: 'Secret with the key jwt.' },
            },
            required: ['identityId', 'secretName'],
            additionalProperties: false,
          },
          references: [{ kind: 'Secret', name: 'secretName' }],
        },
      },
      config: { type: 'object', properties: {}, additionalProperties: false },
      needs: { secrets: 'reads the JWT' },
      files: {},
    }),
    'plugin/index.js': INDEX,
    'plugin/package.json': json({ name, version: '1.0.0', type: 'module', private: true }),
    'plugin-api.d.ts': api,
    'contract.json': json({
      fragment: { identityId: 'the-identity', secretName: 'token' },
      refused: [{}, { identityId: 'the-identity', secretName: '' }],
      secrets: { 'shop/token': { jwt: 'the.own.jwt' } },
      confidential: ['the.own.jwt'],
    }),
    Dockerfile: 'ARG BASE=busybox:1.37-musl\nFROM ${BASE}\nCOPY plugin /plugin\n',
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const INDEX = `/**
 * Logs in with a JWT out of a Secret.
 *
 * @type {import('../plugin-api.d.ts').Plugin<{ identityId: string, secretName: string }>}
 */
export default ({ terminal }) => ({
  async prepare({ spec: { identityId, secretName }, resource: { namespace }, secrets }) {
    const secret = await secrets.read({ namespace, name: secretName });
    const jwt = secret.get('jwt')?.trim() ?? '';
    if (jwt === '') {
      throw terminal('CredentialsIncomplete', \`Secret \${namespace}/\${secretName} has no value under the key jwt.\`);
    }
    return {
      kind: 'login',
      method: 'jwt',
      identity: JSON.stringify([identityId, jwt]),
      body: () => ({ identityId, jwt }),
    };
  },
});
`;
