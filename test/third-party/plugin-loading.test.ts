import { expect } from 'chai';
import { FakeClock } from '../../src/testkit/fakes/index.ts';
import { SPEC, WORLD, doing, failureOf, onePluginPerTest } from './one-plugin-per-test.ts';

describe('loading a plugin into its process', () => {
  const { open } = onePluginPerTest();

  it('is given settings and variables that it asks for, and no others', async () => {
    const plugin = await open(
      {
        code: doing(`return { kind: 'token', token: JSON.stringify([config, process.env]) };`),
        manifest: {
          config: { type: 'object', properties: { a: { type: 'string' } } },
          needs: { 'env:MINE': 'knows where it is' },
        },
      },
      { environment: { MINE: 'yes', KUBECONFIG: 'no' } },
      { a: 'b' },
    );
    expect(await plugin.prepare(SPEC)).to.deep.equal({ kind: 'token', token: '[{"a":"b"},{"MINE":"yes"}]' });
  });

  const refusedImports: readonly (readonly [string, string])[] = [
    ['node:fs', `import 'node:fs'; export default () => {};`],
    ['fs', `import 'fs'; export default () => {};`],
    ['zod', `import 'zod'; export default () => {};`],
    ['./unlisted.js', `import './unlisted.js'; export default () => {};`],
    ['../../../../../../etc/passwd', `import '../../../../../../etc/passwd'; export default () => {};`],
    [
      'data:text/javascript,export default 1',
      `await import('data:text/javascript,export default 1'); export default () => {};`,
    ],
    ['file:///etc/hostname', `await import('file:///etc/hostname'); export default () => {};`],
  ];
  for (const [specifier, code] of refusedImports) {
    it(`does not import ${specifier}`, async () => {
      const plugin = await open({ code });
      const { message } = await failureOf(plugin.prepare(SPEC));
      expect(message).to.contain(`Plugin acme.acme imports ${JSON.stringify(specifier)}, which is neither`);
    });
  }

  it('imports its own files, and modules of Node.js that it asks for', async () => {
    const plugin = await open({
      code: `import { token } from './lib/a.js'; export default () => ({ prepare: () => ({ kind: 'token', token }) });`,
      files: {
        'lib/a.js': `import { createHash } from 'node:crypto'; export const token = createHash('md5').update('').digest('hex');`,
      },
      manifest: { files: { 'lib/a.js': '' }, needs: { 'node:crypto': 'hashes' } },
    });
    expect(await plugin.prepare(SPEC)).to.deep.equal({ kind: 'token', token: 'd41d8cd98f00b204e9800998ecf8427e' });
  });

  for (const name of ['globalThis.fetch', 'process.kill', 'process.binding', 'process.getBuiltinModule']) {
    it(`finds no ${name}`, async () => {
      const plugin = await open({ code: doing(`return { kind: 'token', token: typeof ${name} };`) });
      expect(await plugin.prepare(SPEC)).to.deep.equal({ kind: 'token', token: 'undefined' });
    });
  }

  const permissions: readonly (readonly [string, Readonly<Record<string, string>>, readonly boolean[]])[] = [
    ['nothing', {}, [false, false, false]],
    ['programs, when it asks for that', { 'node:child_process': 'runs one' }, [false, false, true]],
    ['files, when it asks for that', { 'node:fs': 'reads one' }, [true, true, false]],
  ];
  for (const [title, needs, granted] of permissions) {
    it(`is permitted ${title}`, async () => {
      const has = `const has = (...what) => process.permission.has(...what);`;
      const asked = `[has('fs.read', '/etc/hostname'), has('fs.write', '/tmp/a'), has('child')]`;
      const code = doing(`${has} return { kind: 'token', token: JSON.stringify(${asked}) };`);
      const plugin = await open({ code, manifest: { needs } });
      expect(await plugin.prepare(SPEC)).to.deep.equal({ kind: 'token', token: JSON.stringify(granted) });
    });
  }

  const broken: readonly (readonly [string, string, RegExp])[] = [
    ['has no default export', 'export const a = 1;', /failed when its code was loaded/],
    ['gives no method', 'export default () => ({});', /failed when its code was loaded/],
    ['is no JavaScript', 'export default (', /failed when its code was loaded/],
    ['throws in its function', `export default () => {\n  throw new Error('x');\n};`, /was loaded, at index\.js:2:9\./],
    ['ends its process', 'process.exit(0);', /ended by itself, with code 0/],
  ];
  for (const [title, code, says] of broken) {
    it(`tells of a plugin that ${title}`, async () => {
      const error = await failureOf((await open({ code })).prepare(SPEC));
      expect(error).to.deep.include({ reason: 'PluginFailed', disposition: 'retryable' });
      expect(error.message).to.match(says);
    });
  }

  it('ends a plugin that does not come back from loading, and tries again after a while, later each time', async () => {
    const clock = new FakeClock();
    const plugin = await open({ code: 'for (;;);' }, { ...WORLD, clock });
    const starts = (): number =>
      plugin.log.lines.filter(({ message }) => message === 'the process of a plugin ended').length;
    for (const [round, waitMs] of [1_000, 2_000, 4_000].entries()) {
      const attempt = failureOf(plugin.prepare(SPEC));
      await clock.advance(10_000);
      expect((await attempt).message).to.contain('did not load within 10 s');
      expect(await failureOf(plugin.prepare(SPEC))).to.deep.include({ retryAfterMs: waitMs });
      expect(starts()).to.equal(round + 1);
      await clock.advance(waitMs);
    }
  });
});
