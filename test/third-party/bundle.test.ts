import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { z } from 'zod';
import { FakeClock, RecordingLog } from '../../src/testkit/fakes/index.ts';
import type { openPlugins } from '../../src/third-party/index.ts';
import { entryOf, writePlugin } from '../builders/plugin-folders.ts';
import { eventually } from '../e2e/harness/index.ts';

const Bundle = z.object({ openPlugins: z.custom<typeof openPlugins>((value) => typeof value === 'function') });

describe('plugins under a bundle of the operator', () => {
  let root = '';
  before(async () => {
    // Outside of any package, as in the image: nothing says there that files are ES modules.
    root = await mkdtemp(join(tmpdir(), 'infisical-bundle-'));
    await build({
      entryPoints: { main: 'src/third-party/index.ts', 'plugin-main': 'src/third-party/process/plugin-main.ts' },
      outdir: join(root, 'app'),
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    await copyFile('src/third-party/plugin-api.ts', join(root, 'app/plugin-api.d.ts'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('are loaded into a process that begins with a file of the bundle', async () => {
    const bundle = Bundle.parse(await import(pathToFileURL(join(root, 'app/main.js')).href));
    const log = new RecordingLog();
    const entry = await entryOf(await writePlugin(root), 'acme');
    const opened = await bundle.openPlugins([entry], {
      clock: new FakeClock(),
      log,
      environment: {},
      builtIn: [],
      folder: root,
    });
    try {
      opened.start();
      await eventually('the plugin is loaded', () => log.lines.length > 0 || undefined);
      expect(log.lines).to.deep.equal([
        { level: 'info', message: 'a plugin is loaded', fields: { plugin: 'acme.acme' } },
      ]);
    } finally {
      await opened.close();
    }
  });
});
