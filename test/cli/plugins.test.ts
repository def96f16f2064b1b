import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { run } from './command-line.ts';

describe('infisical-operator plugins', () => {
  const start = process.cwd();
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infisical-plugins-'));
    process.chdir(folder);
  });
  afterEach(async () => {
    process.chdir(start);
    await rm(folder, { recursive: true, force: true });
  });

  it('lists the built-in plugins', async () => {
    const { out, code } = await run(['plugins']);
    expect(out).to.match(/^auth\.universal {2,}\S/m);
    expect(code).to.equal(0);
  });

  it('new makes a plugin that keeps to the contract, and is packed', async () => {
    const made = await run(['plugins', 'new', 'acme-vault']);
    expect(made.code).to.equal(0);
    expect(made.out.split('\n')).to.include.members(['acme-vault/plugin/index.js', 'acme-vault/plugin-api.d.ts']);

    const tested = await run(['plugins', 'test', 'acme-vault']);
    expect(tested.out).not.to.contain('failed');
    expect(tested).to.include({ code: 0, err: '7 checks, 0 failed\n' });

    const before = await readFile('acme-vault/plugin/infisical-plugin.json', 'utf8');
    const packed = await run(['plugins', 'pack', 'acme-vault']);
    expect(packed.out).to.match(
      /^\{"name":"acmeVault","path":"[^"]+\/acme-vault\/plugin","manifestSha256":"[0-9a-f]{64}"\}\n$/,
    );
    expect(await readFile('acme-vault/plugin/infisical-plugin.json', 'utf8')).to.equal(before);
  });

  it('test tells what a plugin does wrong, and ends with 1', async () => {
    await run(['plugins', 'new', 'acme-vault']);
    const index = 'acme-vault/plugin/index.js';
    const code = await readFile(index, 'utf8');
    await writeFile(index, code.replace('has no value under the key jwt.', 'is no good: ${[...secret.values()]}'));
    const tested = await run(['plugins', 'test', 'acme-vault']);
    expect(tested.out).to.match(
      /^failed {2}says which key is missing .*\n {8}the message names neither key nor Secret$/m,
    );
    expect(tested).to.include({ code: 1, err: '7 checks, 1 failed\n' });
  });

  it('pack gives another hash for another file', async () => {
    await run(['plugins', 'new', 'acme-vault']);
    const { out } = await run(['plugins', 'pack', 'acme-vault']);
    await appendFile('acme-vault/plugin/index.js', '//\n');
    expect((await run(['plugins', 'pack', 'acme-vault'])).out).not.to.equal(out);
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['new with a name that is none', ['new', 'Acme Vault'], /must be a name such as acme-vault/],
    ['new with a name that leaves the folder', ['new', '../acme'], /must be a name such as acme-vault/],
    ['new with a folder that is there', ['new', 'taken'], /taken cannot be made: it is there already/],
    ['test of what is no plugin', ['test', 'taken/plugin-api.d.ts'], /has no infisical-plugin\.json/],
    ['test without contract.json', ['test', 'taken'], /there is no .*contract\.json/],
    ['pack of what is no plugin', ['pack', '.'], /has no infisical-plugin\.json/],
    ['pack of a plugin without its entry', ['pack', 'taken'], /index\.js cannot be read/],
  ];
  for (const [title, args, says] of refused) {
    it(`${title} is refused`, async () => {
      await run(['plugins', 'new', 'taken']);
      if (args[0] === 'test') await rm('taken/contract.json');
      if (args[0] === 'pack') await rm('taken/plugin/index.js');
      const { code, err } = await run(['plugins', ...args]);
      expect(err).to.match(says);
      expect(code).to.equal(2);
    });
  }
});
