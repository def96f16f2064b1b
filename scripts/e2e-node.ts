import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { IMAGES_FOLDER, buildImages, installPackages, missingForNode, runInSandbox } from '../test/node/index.ts';

const HELP = `Runs the operator's own image in pods of a real node: control plane, containerd, kubelet, kube-proxy, helm.

Usage: npm run e2e:node [-- files… | --grep <title> | --install | --if-possible | --help]

  files          some of test/node/*.e2e.ts instead of all
  --grep         only the tests whose title matches
  --install      install Debian packages that are missing
  --if-possible  where it cannot run: say why, and end with exit code 0
  --help         this text

Needs root on Linux and a few packages of Debian's, and says which are missing. Everything runs with a network, mounts and processes of its own:
nothing of it stays on the machine but the binaries in the cache folder of "npm run cluster:build".
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    grep: { type: 'string' },
    install: { type: 'boolean' },
    'if-possible': { type: 'boolean' },
  },
});

// Where iptables and others are, which is not in every PATH.
process.env['PATH'] = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

if (values.help === true) {
  process.stdout.write(HELP);
} else {
  const lacks = await prepareMachine(values.install === true);
  if (lacks.length > 0) {
    say(`Left out: the suites on a real node, because on this machine\n${lacks.map((lack) => `- ${lack}`).join('\n')}`);
    process.exitCode = values['if-possible'] === true ? 0 : 1;
  } else {
    const signal = stopSignal();
    process.exitCode = await run(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      say(String(signal.reason));
      return 1;
    });
  }
}

/** Installs what may be installed, and gives what is still missing, a sentence each. */
async function prepareMachine(install: boolean): Promise<readonly string[]> {
  let { packages, others } = await missingForNode();
  if (packages.length > 0 && install) {
    say(`installing ${packages.join(' ')}`);
    try {
      await installPackages(packages);
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
    ({ packages, others } = await missingForNode());
  }
  if (packages.length === 0) return others;
  return [...others, `packages are missing: apt-get install ${packages.join(' ')} (or run this with --install)`];
}

/** Builds binaries and images, and runs the suites in a sandbox; resolves to the exit code. */
async function run(signal: AbortSignal): Promise<number> {
  const built = await child([process.execPath, '--import', 'tsx', 'scripts/cluster-build.ts', '--node'], signal);
  if (built !== 0) return built;
  const folder = await mkdtemp(join(tmpdir(), 'operator-node-'));
  const images = join(folder, 'images');
  const sandbox = join(folder, 'box');
  try {
    await mkdir(images);
    await mkdir(sandbox);
    await buildImages(images, say, signal);
    const grep = values.grep === undefined ? [] : ['--grep', values.grep];
    const suites = positionals.length > 0 ? positionals : await allSuites();
    const command = [process.execPath, '--import', 'tsx', 'scripts/test.ts', ...grep, ...suites];
    signal.throwIfAborted();
    return await runInSandbox(command, { folder: sandbox, env: { [IMAGES_FOLDER]: images }, signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function allSuites(): Promise<string[]> {
  const suites: string[] = [];
  for await (const file of glob('test/node/*.e2e.ts')) suites.push(file);
  return suites.sort();
}

async function child([name = '', ...args]: readonly string[], signal: AbortSignal): Promise<number> {
  const started = spawn(name, args, { stdio: ['ignore', 'inherit', 'inherit'], signal });
  await once(started, 'close');
  return started.exitCode ?? 1;
}

/** Aborted by Ctrl-C and SIGTERM, so that nothing stays running or lying about. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stop.abort(new Error(`stopped by ${name}`));
    });
  }
  return stop.signal;
}
