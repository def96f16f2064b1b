import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

/** Runs the suites on the real control plane in a process whose cache folder is empty. */
async function runSuites(
  emptyFolder: string,
  env: Record<string, string>,
): Promise<{ failed: boolean; lines: string[] }> {
  const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
  const suites = fileURLToPath(new URL('control-plane.test.ts', import.meta.url));
  // --no-config: the project's own settings, which may add files and reporters, play no part here.
  const child = spawn(process.execPath, ['--import', 'tsx', mocha, '--no-config', suites], {
    env: { PATH: process.env['PATH'], XDG_CACHE_HOME: emptyFolder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once('close', (code) => {
      resolve(code !== 0);
    });
  });
  const [failed, output] = await Promise.all([ended, text(child.stdout)]);
  return { failed, lines: output.split('\n') };
}

describe('test/cluster assetsOrSkip, on a machine without the binaries', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infisical-operator-empty-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('says in one line which suites are left out, and passes', async () => {
    const { failed, lines } = await runSuites(folder, {});
    expect(failed).to.equal(false);
    expect(lines.filter((line) => line.includes('Left out'))).to.deep.equal([
      'Left out: real control plane, real control plane with its controller manager ' +
        '(no control plane; to build: npm run cluster:build)',
    ]);
  });

  it('fails with REQUIRE_CLUSTER=1', async () => {
    const { failed, lines } = await runSuites(folder, { REQUIRE_CLUSTER: '1' });
    expect(failed).to.equal(true);
    expect(lines.join('\n')).to.contain(
      'REQUIRE_CLUSTER=1, but there is no control plane; to build: npm run cluster:build',
    );
  });
});
