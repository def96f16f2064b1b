import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { UNCHECKED } from '../../src/third-party/index.ts';
import { MANIFEST_FILE } from '../../src/third-party/package-manifest.ts';
import { readPackage } from '../../src/third-party/read-package.ts';
import { entryOf, writePlugin } from '../builders/plugin-folders.ts';

/** The message of what was thrown; empty when nothing was. */
async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(() => '', String);
}

describe('reading the folder of a plugin', () => {
  let folder = '';
  let hash = '';
  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'infisical-plugins-'));
    folder = await writePlugin(root, { files: { 'lib/a.js': 'export {};' }, manifest: { files: { 'lib/a.js': '' } } });
    hash = (await entryOf(folder, 'acme')).manifestSha256;
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('gives the listed files as they are', async () => {
    const { manifest, files } = await readPackage(folder, hash);
    expect(manifest.id).to.equal('acme.acme');
    expect([...files.keys()].sort()).to.deep.equal(['index.js', 'lib/a.js', 'package.json']);
    expect(Buffer.from(files.get('lib/a.js') ?? []).toString()).to.equal('export {};');
  });

  it('runs what it has checked, whatever the folder has later', async () => {
    const { files } = await readPackage(folder, hash);
    await writeFile(join(folder, 'lib/a.js'), 'process.exit()');
    expect(Buffer.from(files.get('lib/a.js') ?? []).toString()).to.equal('export {};');
  });

  const spoilt: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      'a manifest that is another',
      () => appendFile(join(folder, MANIFEST_FILE), ' '),
      /manifestSha256 says [0-9a-f]{64}/,
    ],
    ['a file that is another', () => appendFile(join(folder, 'lib/a.js'), ' '), /lib\/a\.js is not the one/],
    ['a file that is cut', () => truncate(join(folder, 'index.js'), 3), /index\.js is not the one/],
    ['a file that is gone', () => rm(join(folder, 'lib/a.js')), /lib\/a\.js cannot be read: it does not exist/],
    [
      'a file that is not listed',
      () => writeFile(join(folder, 'lib/b.js'), ''),
      /has "lib\/b\.js", which .* does not list/,
    ],
    ['a hidden file', () => writeFile(join(folder, '.env'), ''), /has "\.env"/],
    [
      'a link in place of a file, to the very same bytes',
      async () => {
        await rename(join(folder, 'index.js'), join(folder, '../moved.js'));
        await symlink('../moved.js', join(folder, 'index.js'));
      },
      /"index\.js" is a symbolic link/,
    ],
    [
      'a link in place of a folder, to the very same files',
      async () => {
        await rename(join(folder, 'lib'), join(folder, '../moved'));
        await symlink('../moved', join(folder, 'lib'));
      },
      /"lib" is a symbolic link/,
    ],
    [
      'a pipe in place of a file',
      async () => {
        await rm(join(folder, 'index.js'));
        execFileSync('mkfifo', [join(folder, 'index.js')]);
      },
      /index\.js is no regular file/,
    ],
    [
      'a manifest that is too long',
      () => writeFile(join(folder, MANIFEST_FILE), ' '.repeat(300_000)),
      /infisical-plugin\.json is too long/,
    ],
  ];
  for (const [title, spoil, says] of spoilt) {
    it(`refuses ${title}`, async () => {
      await spoil();
      expect(await refusal(readPackage(folder, hash))).to.match(says);
    });
  }

  it('takes what is being written when it is told not to check', async () => {
    await appendFile(join(folder, 'index.js'), '//');
    await writeFile(join(folder, 'notes.txt'), '');
    const { files } = await readPackage(folder, UNCHECKED);
    expect(Buffer.from(files.get('index.js') ?? []).toString()).to.match(/\/\/$/);
  });

  it('follows no link even then', async () => {
    await rename(join(folder, 'index.js'), join(folder, '../moved.js'));
    await symlink('../moved.js', join(folder, 'index.js'));
    expect(await refusal(readPackage(folder, UNCHECKED))).to.match(/index\.js cannot be read: it is a symbolic link/);
  });

  const manifests: readonly (readonly [string, (manifest: Record<string, unknown>) => object, RegExp])[] = [
    [
      'leaves its folder',
      (given) => ({ ...given, files: { '../secret': '0'.repeat(64) } }),
      /must be a path below the folder/,
    ],
    [
      'hides a file',
      (given) => ({ ...given, files: { '.hidden': '0'.repeat(64) } }),
      /must be a path below the folder/,
    ],
    [
      'does not list its entry',
      (given) => ({ ...given, entry: 'other.js' }),
      /its entry other\.js is not among its files/,
    ],
    ['asks for what there is not', (given) => ({ ...given, needs: { everything: 'why not' } }), /needs\.everything/],
    ['has a field that nobody knows', (given) => ({ ...given, trusted: true }), /trusted/],
    ['is for an older contract', (given) => ({ ...given, contract: { from: 0, to: 0 } }), /this operator offers 1/],
  ];
  for (const [title, change, says] of manifests) {
    it(`refuses a manifest that ${title}`, async () => {
      const place = join(folder, MANIFEST_FILE);
      const given = JSON.parse(await readFile(place, 'utf8')) as Record<string, unknown>;
      await writeFile(place, JSON.stringify(change(given)));
      expect(await refusal(readPackage(folder, UNCHECKED))).to.match(says);
    });
  }

  it('takes a manifest that is for this contract and others', async () => {
    const place = join(folder, MANIFEST_FILE);
    const given = JSON.parse(await readFile(place, 'utf8')) as object;
    await writeFile(place, JSON.stringify({ ...given, contract: { from: 0, to: 7 } }));
    expect((await readPackage(folder, UNCHECKED)).manifest.id).to.equal('acme.acme');
  });
});
