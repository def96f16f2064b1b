import { access, constants, mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { command } from './sandbox/command.ts';

/** Commands that are called, and the Debian package of each; `undefined`: of no package of Debian's, or always there. */
const COMMANDS: Readonly<Record<string, string | undefined>> = {
  buildah: 'buildah',
  conntrack: 'conntrack',
  containerd: 'containerd',
  go: undefined,
  ip: 'iproute2',
  iptables: 'iptables',
  ldd: 'libc-bin',
  mount: 'mount',
  runc: 'runc',
  setpriv: 'util-linux',
  sysctl: 'procps',
  tar: 'tar',
  unshare: 'util-linux',
};
const CNI_PLUGIN = '/usr/lib/cni/bridge';
const CNI_PACKAGE = 'containernetworking-plugins';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const CERTIFICATES_PACKAGE = 'ca-certificates';

/** What a machine lacks for a node. */
export interface Missing {
  /** Debian packages that would bring it. */
  readonly packages: readonly string[];
  /** What packages do not help with, each a sentence for whoever runs it. */
  readonly others: readonly string[];
}

/** Looks what this machine lacks; both lists are empty when a node can be started. Leaves nothing behind. */
export async function missingForNode(): Promise<Missing> {
  if (process.platform !== 'linux') return { packages: [], others: ['a node needs Linux'] };
  if (process.getuid?.() !== 0) return { packages: [], others: ['containerd and kubelet need root'] };
  // As in a rootless container: root by name, and not of the machine.
  const users = (await readFile('/proc/self/uid_map', 'utf8')).trim().split(/\s+/);
  if (users.join(' ') !== '0 0 4294967295')
    return { packages: [], others: ['this is the root of a user namespace only'] };
  const packages = new Set<string>();
  const others: string[] = [];
  for (const [name, from] of Object.entries(COMMANDS)) {
    if (await isThere(name)) continue;
    if (from === undefined) others.push(`there is no ${name} in PATH`);
    else packages.add(from);
  }
  if (!(await exists(CNI_PLUGIN))) packages.add(CNI_PACKAGE);
  if (!(await exists(CERTIFICATES))) packages.add(CERTIFICATES_PACKAGE);
  // The probes call the commands.
  if (packages.size === 0 && others.length === 0) others.push(...(await lackOfKernel()));
  return { packages: [...packages].sort(), others };
}

/** Installs packages of Debian; rejects with what apt-get said, also where there is none. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  // Nothing of it is to run as a service.
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }, timeoutMs: 900_000 };
  await command(['apt-get', 'update', '--quiet'], options);
  await command(['apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', ...packages], options);
}

async function lackOfKernel(): Promise<string[]> {
  if (tmpdir().startsWith('/var/')) return ['the temporary folder lies in /var; name another by TMPDIR'];
  const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-node-'));
  try {
    const layers = ['lower', 'upper', 'work', 'merged'].map((name) => join(folder, name));
    for (const layer of layers) await mkdir(layer);
    const [lower = '', upper = '', work = '', merged = ''] = layers;
    const overlay = `mount -t overlay -o lowerdir=${lower},upperdir=${upper},workdir=${work} probe ${merged}`;
    const unshare = [
      'unshare',
      '--mount',
      '--net',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sh',
      '-ec',
    ] as const;
    const probes = [
      { what: 'this process may not make namespaces', script: 'true' },
      { what: `${tmpdir()} cannot hold overlay file systems; name another folder by TMPDIR`, script: overlay },
      { what: 'a network namespace may not have bridges', script: 'ip link add probe0 type bridge' },
      {
        what: 'iptables does not work in a network namespace',
        script: 'iptables -t nat -A POSTROUTING -m comment --comment probe -j MASQUERADE',
      },
    ];
    for (const { what, script } of probes) {
      const failure = await command([...unshare, script]).then(() => undefined, lastLine);
      // Whatever comes after it would fail for the same reason.
      if (failure !== undefined) return [`${what} (${failure})`];
    }
    return await lackOfCgroups();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Containers get cgroups of their own, below the memory controller or, with version 2, below the root. */
async function lackOfCgroups(): Promise<string[]> {
  const root = (await exists('/sys/fs/cgroup/cgroup.controllers')) ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory';
  const probe = join(root, `infisical-operator-${process.pid}`);
  try {
    await mkdir(probe);
    if (root === '/sys/fs/cgroup') await giveControllers(root);
    return [];
  } catch (error) {
    return [`no cgroups can be made in ${root} (${lastLine(error)})`];
  } finally {
    await rmdir(probe).catch(() => undefined);
  }
}

/** As runc does for each container; refused where processes stand in the way, as in many containers. */
async function giveControllers(root: string): Promise<void> {
  const given = (await readFile(join(root, 'cgroup.subtree_control'), 'utf8')).trim().split(' ');
  const lacking = ['cpu', 'memory', 'pids'].filter((name) => !given.includes(name));
  if (lacking.length === 0) return;
  await writeFile(join(root, 'cgroup.subtree_control'), lacking.map((name) => `+${name}`).join(' '));
}

function lastLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trimEnd().split('\n').at(-1) ?? '';
}

async function isThere(name: string): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders) if (await exists(join(folder, name), constants.X_OK)) return true;
  return false;
}

function exists(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
