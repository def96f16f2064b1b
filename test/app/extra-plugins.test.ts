import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { openExtraPlugins } from '../../src/app/extra-plugins.ts';
import { FakeClock, RecordingLog } from '../../src/testkit/fakes/index.ts';
import { entryOf, writePlugin } from '../builders/plugin-folders.ts';

describe('--extra-plugins', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'infisical-plugins-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const open = (extraPlugins: string | undefined, log = new RecordingLog()) =>
    openExtraPlugins({ extraPlugins }, { clock: new FakeClock(), log, environment: {} });

  it('is no list and no plugin when it is not set', async () => {
    const { plugins, refused } = await open(undefined);
    expect({ plugins, refused: refused.size }).to.deep.equal({ plugins: [], refused: 0 });
  });

  it('is a file, whose paths are relative to its folder', async () => {
    const entry = await entryOf(await writePlugin(root), 'acme');
    await writeFile(join(root, 'plugins.json'), JSON.stringify([{ ...entry, path: basename(entry.path) }]));
    const { plugins } = await open(join(root, 'plugins.json'));
    expect(plugins.map(({ id }) => id)).to.deep.equal(['acme.acme']);
  });

  const unreadable: readonly (readonly [string, string, RegExp])[] = [
    ['no JSON', '[{', /the list of plugins is no JSON/],
    ['a file that is not there', '/nonexistent/plugins.json', /ENOENT/],
    ['an entry without a hash', '[{"name":"a","path":"b"}]', /0\.manifestSha256/],
    ['a hash that is none', '[{"name":"a","path":"b","manifestSha256":"abc"}]', /0\.manifestSha256/],
    [
      'a name that is none',
      '[{"name":"a-b","path":"b","manifestSha256":"unchecked"}]',
      /0\.name: must be letters and digits/,
    ],
    ['a field that nobody knows', '[{"name":"a","path":"b","manifestSha256":"unchecked","image":"c"}]', /image/],
  ];
  for (const [title, text, says] of unreadable) {
    it(`stops the start for ${title}`, async () => {
      const error = await open(text).then(
        () => undefined,
        (thrown: unknown) => (thrown instanceof Error ? thrown : undefined),
      );
      expect(error).to.have.property('name', 'ConfigError');
      expect(error?.message).to.match(says);
    });
  }

  it('refuses plugins one by one, and says why in the log', async () => {
    const sound = await entryOf(await writePlugin(root), 'acme');
    const wrongName = { ...(await entryOf(await writePlugin(root, { key: 'other' }), 'another')) };
    const wrongConfig = { ...(await entryOf(await writePlugin(root, { key: 'third' }), 'third', { a: 1 })) };
    const twice = { ...(await entryOf(await writePlugin(root, { key: 'Acme' }), 'Acme')) };
    const builtIn = {
      ...(await entryOf(await writePlugin(root, { key: 'x', manifest: { id: 'auth.universal' } }), 'x')),
    };
    const log = new RecordingLog();
    const list = [sound, wrongName, wrongConfig, twice, builtIn, { ...sound, name: 'gone', path: '/nonexistent' }];
    const { plugins, refused } = await open(JSON.stringify(list), log);
    expect(plugins.map(({ id }) => id)).to.deep.equal(['acme.acme']);
    // The name of the one that is there twice leads to the first.
    expect([...refused.keys()]).to.deep.equal(['another', 'third', 'x', 'gone']);
    expect(refused.get('another')).to.equal(
      'The plugin of the login method another was refused: it has the login method other, and is listed with the name another.',
    );
    expect(refused.get('third')).to.match(/its settings in the list are not what it asks for/);
    expect(refused.get('x')).to.match(/"auth\.universal" is listed twice/);
    expect(log.lines.map(({ message }) => message)).to.deep.equal(Array(5).fill('a plugin is refused'));
  });
});
