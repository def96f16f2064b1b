import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { Watchdog } from './watchdog.ts';

const FIXTURE = fileURLToPath(new URL('watchdog.fixture.ts', import.meta.url));

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-watchdog-'));
  await writeFile(join(folder, 'data'), '');
  return folder;
}

function isThere(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

describe('test/cluster Watchdog', function () {
  this.timeout(30_000);

  const ends: { title: string; signal?: NodeJS.Signals }[] = [
    { title: 'SIGKILL', signal: 'SIGKILL' },
    { title: 'SIGINT', signal: 'SIGINT' },
    { title: 'process.exit' },
    { title: 'an exception' },
  ];
  for (const { title, signal } of ends) {
    it(`ends the servers and removes the folder when the test process ends by ${title}`, async () => {
      const folder = await aFolder();
      const tests = spawn(process.execPath, ['--import', 'tsx', FIXTURE, folder, title], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      tests.stderr.resume();
      // Fires when the last holder of its output is gone: the fixture, its server and the watchdog.
      const allGone = once(tests, 'close');
      await once(tests.stdout, 'data');
      if (signal !== undefined) tests.kill(signal);
      await allGone;
      expect(await isThere(folder)).to.equal(false);
    });
  }

  it('ends what is still registered, and only that, when it is ended', async () => {
    const folder = await aFolder();
    const watchdog = await Watchdog.start(folder);
    const [watched, forgotten] = [aServer(), aServer()];
    watchdog.watch(pidOf(watched));
    watchdog.watch(pidOf(forgotten));
    watchdog.forget(pidOf(forgotten));
    const watchedEnded = once(watched, 'exit');
    await watchdog.end();
    expect(await watchedEnded).to.deep.equal([null, 'SIGKILL']);
    expect(await isThere(folder)).to.equal(false);
    expect(forgotten.kill('SIGTERM')).to.equal(true);
    expect(await once(forgotten, 'exit')).to.deep.equal([null, 'SIGTERM']);
  });

  it('can be ended twice', async () => {
    const watchdog = await Watchdog.start(await aFolder());
    await watchdog.end();
    await watchdog.end();
  });
});

function aServer(): ChildProcess {
  return spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60_000)'], { stdio: 'ignore' });
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process was not started');
  return pid;
}
