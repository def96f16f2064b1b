import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writePlugin } from '../builders/plugin-folders.ts';
import { run } from './command-line.ts';

const ROOT = join(import.meta.dirname, '../..');
const VALID = join(ROOT, 'test/manifests/valid');
const VALID_PUSH = join(ROOT, 'test/manifests/push/valid');

const BAD = `apiVersion: secrets.infisical.com/v1alpha1
kind: InfisicalSecret
metadata:
  name: db
spec:
  resyncInterval: 1s
  authentication:
    universalAuth:
      credentialsRef: { secretName: credentials }
      secretsScope: { projectSlug: shop, envSlug: dev }
  managedSecretReference:
    secretName: app
    template:
      data:
        URL: 'postgres://{{ .USER.Value'
`;

describe('infisical-operator validate', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infisical-operator-validate-'));
    await writeFile(join(folder, 'bad.yaml'), BAD);
    await writeFile(join(folder, 'secret.json'), '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"}}');
    await writeFile(join(folder, 'notes.txt'), 'kind: InfisicalSecret');
    await mkdir(join(folder, 'empty'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('takes a folder of good manifests in silence but for the sum', async () => {
    const { code, out, err } = await run(['validate', '-f', VALID]);
    expect({ code, out }).to.deep.equal({ code: 0, out: '' });
    expect(err).to.match(/\n19 resources, 0 invalid, 0 errors\n$/);
    const pushed = await run(['validate', '-f', VALID_PUSH]);
    expect(pushed).to.include({ code: 0, out: '' });
    expect(pushed.err).to.match(/\n11 resources, 0 invalid, 0 errors\n$/);
  });

  it('tells each error in a line that editors understand, and what it passed over', async () => {
    const { code, out, err } = await run(['validate', '-f', folder]);
    expect(code).to.equal(1);
    expect(out.split('\n')).to.deep.equal([
      `${folder}/bad.yaml:6:3: error: InfisicalSecret db: spec.resyncInterval: resyncInterval must be at least 5 seconds`,
      `${folder}/bad.yaml:15:26: error: InfisicalSecret db: spec.managedSecretReference.template.data.URL: is not a valid template: an action is not closed`,
      '',
    ]);
    expect(err.split('\n')).to.deep.equal([
      `${folder}/secret.json:1:1: note: Secret s: is no resource of this operator, and was not looked at`,
      '1 resource, 1 invalid, 2 errors',
      '',
    ]);
  });

  it('takes several places, and stdin', async () => {
    const { code, out } = await run(['validate', '-f', join(VALID, 'minimal.yaml'), '-f', '-'], BAD);
    expect(code).to.equal(1);
    expect(out).to.match(/^stdin:6:3: error: /);
  });

  it('tells machines the same in JSON', async () => {
    const { code, out, err } = await run(['validate', '-o', 'json', '-f', '-'], BAD);
    expect({ code, err }).to.deep.equal({ code: 1, err: '' });
    const parsed: unknown = JSON.parse(out);
    expect(parsed).to.deep.include({
      valid: false,
      resources: [{ file: 'stdin', object: 'InfisicalSecret db', valid: false }],
    });
    expect(parsed).to.have.nested.property('findings[0].line', 6);
    expect(parsed).to.have.nested.property('findings[1].field', 'spec.managedSecretReference.template.data.URL');
  });

  it('knows the namespace that it is told', async () => {
    const manifest = BAD.replace('1s', '1m').replace(
      / {4}template:[^]*$/,
      '  managedKubeSecretReferences: [{ secretName: app, secretNamespace: shop }]\n',
    );
    expect(await run(['validate', '-f', '-'], manifest)).to.have.property('code', 0);
    const { code, out } = await run(['validate', '-n', 'shop', '-f', '-'], manifest);
    expect(code).to.equal(1);
    expect(out).to.contain('names the target Secret shop/app twice');
  });

  it("checks the settings of a third party's method with the plugin that it is given", async () => {
    const plugin = join(folder, 'plugin.mjs');
    const zod = import.meta.resolve('zod');
    await writeFile(
      plugin,
      `import { z } from '${zod}';
      export const plugin = { id: 'acme.vault', contract: 1, summary: 'Vault.', contributes: [{ point: 'auth-method', contribution: {
        key: 'acmeVault', use: class {}, watches: [], references: () => [], scope: 'project', identity: 'resource',
        spec: z.object({ mount: z.string().startsWith('secret/', 'must begin with secret/') }) } }] };`,
    );
    const { code, out } = await run(['validate', '--plugin', plugin, '-f', join(VALID, 'third-party.yaml')]);
    expect(code).to.equal(1);
    expect(out).to.match(/third-party\.yaml:16:9: error: [^\n]+\.plugin\.config\.mount: must begin with secret\/\n$/);
    for (const [file, said] of [
      [join(VALID, 'minimal.yaml'), /minimal\.yaml cannot be loaded: /],
      [import.meta.resolve('./command-line.ts').slice('file://'.length), /exports no plugin: export const plugin/],
    ] as const) {
      const refused = await run(['validate', '--plugin', file, '-f', VALID]);
      expect(refused.code).to.equal(2);
      expect(refused.err).to.match(said);
    }
  });

  it('checks them with a plugin that is a folder, and runs nothing of it', async () => {
    const plugin = await writePlugin(folder, {
      key: 'acmeVault',
      code: 'process.exit(7);',
      method: {
        config: { type: 'object', properties: { mount: { type: 'string', pattern: '^secret/' } } },
        references: [],
      },
    });
    const { code, out } = await run(['validate', '--plugin', plugin, '-f', join(VALID, 'third-party.yaml')]);
    expect(code).to.equal(1);
    expect(out).to.match(/third-party\.yaml:16:9: error: [^\n]+\.plugin\.config\.mount: /);
  });

  describe('ends with 2 and a sentence when it is called wrongly:', () => {
    for (const [title, args, said] of [
      ['without a file', ['validate'], /say what to validate: -f/],
      [
        'with a file that is not there',
        ['validate', '-f', '/nowhere.yaml'],
        /\/nowhere\.yaml cannot be read: there is no such file/,
      ],
      ['with a flag that is not there', ['validate', '--files', 'a'], /unknown option '--files'/],
      ['with an unknown form of output', ['validate', '-f', '-', '-o', 'xml'], /Allowed choices are text, json/],
      ['with a command that is not there', ['validat'], /unknown command 'validat'/],
    ] as const) {
      it(title, async () => {
        const { code, out, err } = await run(args);
        expect({ code, out }).to.deep.equal({ code: 2, out: '' });
        expect(err).to.match(said);
      });
    }

    it('with a folder without manifests', async () => {
      const { code, err } = await run(['validate', '-f', join(folder, 'empty')]);
      expect(code).to.equal(2);
      expect(err).to.contain('empty has no file that ends in .yaml, .yml or .json');
    });

    it('with bytes that are no text', async () => {
      await writeFile(join(folder, 'empty', 'bytes'), Buffer.from([0xff, 0xfe, 0x00]));
      const { code, err } = await run(['validate', '-f', join(folder, 'empty', 'bytes')]);
      expect(code).to.equal(2);
      expect(err).to.contain('is not text in UTF-8');
    });
  });

  it('helps', async () => {
    const { code, out } = await run(['validate', '--help']);
    expect(code).to.equal(0);
    expect(out).to.match(/Exit codes: 0 all are valid, 1 something is not, 2/);
  });

  it('works as a program', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'bin/infisical-operator.js'), 'validate', '-f', '-'],
      {
        input: BAD,
        encoding: 'utf8',
        timeout: 20_000,
      },
    );
    expect({ status, stderr }).to.deep.equal({ status: 1, stderr: '1 resource, 1 invalid, 2 errors\n' });
    expect(stdout).to.match(/^stdin:6:3: error: [^\n]+\nstdin:15:26: error: [^\n]+\n$/);
  });
});
