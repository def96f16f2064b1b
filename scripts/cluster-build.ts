import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { text } from 'node:stream/consumers';

import { binariesIn, cacheFolder, findAssets, pinnedTools, type Tool } from '../test/cluster/index.ts';

const HELP = `Builds the real Kubernetes control plane that the tests start: etcd, kube-apiserver,
kube-controller-manager and kubectl, from Go modules pinned under test/cluster/modules.

Usage: npm run cluster:build [-- --node | --print | --help]

  --node    also what a node needs: kube-scheduler, kube-proxy and kubelet, for "npm run e2e:node"
  --print   print the folder of the binaries and build nothing; exit code 1 when it is incomplete
  --help    this text

Nothing is built when KUBEBUILDER_ASSETS names a folder with etcd, kube-apiserver and kubectl; otherwise what
is missing goes to a folder under \${XDG_CACHE_HOME:-~/.cache}/infisical-operator/cluster. The first build
takes about six minutes on two cores and needs Go 1.21 or later; a changed pin reuses Go's own caches.
Every set of pins has its own folder there; those of earlier pins can be deleted at any time.
`;

const HEARTBEAT_MS = 30_000;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Seconds with one decimal below ten, for example `4.2 s` and `240 s`. */
function elapsed(since: number): string {
  const seconds = (performance.now() - since) / 1000;
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}

/** Runs `go` in the module of the tool. Rejects with a remedy when there is no Go, else with what it said. */
async function goBuild(tool: Tool, output: string, signal: AbortSignal): Promise<void> {
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', tool.ldflags, '-o', output, tool.package];
  // Settings that would build for another machine or from other sources than the pinned ones.
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOOS: '', GOARCH: '' };
  const go = spawn('go', args, { cwd: tool.moduleFolder, env, stdio: ['ignore', 'ignore', 'pipe'], signal });
  const [said] = await Promise.all([text(go.stderr), once(go, 'close').catch(explain)]);
  if (go.exitCode !== 0) throw new Error(`go ${args.join(' ')}\n(in ${tool.moduleFolder}) failed:\n${said.trimEnd()}`);
}

/** Rethrows why `go` did not run to its end. */
function explain(cause: unknown): never {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
  const remedy = 'install it (https://go.dev/dl), or let KUBEBUILDER_ASSETS name a folder with the binaries of envtest';
  throw new Error(`Go is needed to build the control plane, but there is no "go" in PATH: ${remedy}`, { cause });
}

/** Builds beside the goal and renames: a binary that is there is whole, also when two runs build it at once. */
async function buildTool(tool: Tool, folder: string, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  say(`${tool.name} ${tool.version}: building`);
  const heartbeat = setInterval(() => {
    say(`${tool.name} ${tool.version}: still building after ${elapsed(began)}`);
  }, HEARTBEAT_MS);
  const temporary = await mkdtemp(join(folder, '.building-'));
  try {
    await goBuild(tool, join(temporary, tool.name), signal);
    await rename(join(temporary, tool.name), join(folder, tool.name));
  } finally {
    clearInterval(heartbeat);
    await rm(temporary, { recursive: true, force: true });
  }
  say(`${tool.name} ${tool.version}: built in ${elapsed(began)}`);
}

async function buildMissing(node: boolean, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  const found = await findAssets();
  if (found?.source === 'KUBEBUILDER_ASSETS' && !node) {
    say(`Using the binaries of KUBEBUILDER_ASSETS: ${Object.keys(found.binaries).join(', ')}. Nothing to build.`);
    return;
  }
  const { tools } = await pinnedTools();
  const folder = await cacheFolder();
  await mkdir(folder, { recursive: true });
  const present = await binariesIn(folder);
  const wanted = tools.filter(({ need }) => node || need !== 'node');
  const missing = wanted.filter(({ name }) => present[name] === undefined);
  for (const tool of missing) await buildTool(tool, folder, signal);
  say(`${missing.length === 0 ? 'Nothing to build' : `Done in ${elapsed(began)}`}: ${folder}`);
}

async function print(): Promise<void> {
  const found = await findAssets();
  say(found?.folder ?? (await cacheFolder()));
  if (found === undefined) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { help: { type: 'boolean' }, node: { type: 'boolean' }, print: { type: 'boolean' } },
  });
  if (values.help === true) process.stdout.write(HELP);
  else if (values.print === true) await print();
  else await buildMissing(values.node === true, stopSignal());
}

/** Aborts on Ctrl-C and SIGTERM, so that `go` ends too and no half-built file stays. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stop.abort(new Error(`stopped by ${name}; the next run goes on from here`));
    });
  }
  return stop.signal;
}

await main().catch((error: unknown) => {
  // spawn wraps the reason of the signal in an AbortError.
  const reason = error instanceof Error && error.name === 'AbortError' ? error.cause : error;
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
});
