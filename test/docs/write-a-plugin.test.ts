import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { ChartValues } from '../../scripts/chart/values.ts';
import { run } from '../cli/command-line.ts';

const page = await readFile('docs/guide/write-a-plugin.md', 'utf8');
const fast = page.slice(
  page.indexOf('## A login method in 15 minutes'),
  page.indexOf('## A plugin of the operator itself'),
);

/** The code blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...fast.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);
}

describe('the guide to plugins, word by word', () => {
  const start = process.cwd();
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infisical-plugins-'));
    process.chdir(folder);
  });
  after(async () => {
    process.chdir(start);
    await rm(folder, { recursive: true, force: true });
  });

  it('its commands make, test and pack a plugin, and print what it says', async () => {
    const commands = blocks('sh')
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.startsWith('npx infisical-operator plugins'));
    expect(commands).to.have.length(3);
    const printed: string[] = [];
    for (const command of commands) {
      const { code, out, err } = await run(command.split(' ').slice(2));
      expect(code, command).to.equal(0);
      printed.push(out + err);
    }
    expect(printed[1]).to.equal(blocks('console')[0]);
    expect(printed[2]).to.match(/"manifestSha256":"[0-9a-f]{64}"/);
  });

  it('its code, its image and its files are those of the new plugin', async () => {
    const [code = '', image = ''] = [blocks('js')[0], blocks('dockerfile')[0]];
    expect(await readFile('acme-vault/plugin/index.js', 'utf8')).to.contain(code);
    expect(await readFile('acme-vault/Dockerfile', 'utf8')).to.equal(image);
    for (const [, file = ''] of fast.matchAll(/^\| `((?:plugin\/)?[\w.-]+\.\w+|Dockerfile)` +\|/gm)) {
      expect(await readFile(join('acme-vault', file), 'utf8')).not.to.equal('');
    }
  });

  it('its table of the manifest has the fields that there are', async () => {
    const manifest = JSON.parse(await readFile('acme-vault/plugin/infisical-plugin.json', 'utf8')) as object;
    const table = fast.slice(fast.indexOf('### The manifest'));
    const rows = [...table.matchAll(/^\| `(\w+)(?:\.[\w-]+)?` +\|/gm)].map(([, field]) => field);
    expect(rows).to.have.members(Object.keys(manifest));
  });

  it('its values are values of the chart', () => {
    const [, values = ''] = blocks('yaml');
    const given: unknown = parse(values.replace('<what pack printed>', '0'.repeat(64)));
    expect(ChartValues.parse(given)).to.have.nested.property('plugins.extra[0].name', 'acmeVault');
  });
});
