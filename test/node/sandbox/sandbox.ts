import { spawn } from 'node:child_process';
import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const CGROUPS = '/sys/fs/cgroup';

/**
 * What the first process of the sandbox does. Nothing that containerd, kubelet, kube-proxy and the network plugins write outside of the given
 * folder reaches the machine: /run is empty, /var is an overlay, and the kernel's settings that kubelet wants are plain files above the real ones.
 */
const INIT = `
set -e
folder=$1; shift
mount --make-rshared /
ip link set lo up
mount -t tmpfs sandbox /run
mkdir -p "$folder/var" "$folder/var-work" "$folder/sysctl" /run/lock
mount -t overlay -o "lowerdir=/var,upperdir=$folder/var,workdir=$folder/var-work" sandbox /var
rm -rf /var/run /var/lib/cni /var/lib/kubelet /var/log/pods /var/log/containers
ln -s /run /var/run
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  file="$folder/sysctl/$(echo "$setting" | tr '/=' '__')"
  echo "\${setting#*=}" > "$file"
  mount --bind "$file" "/proc/sys/\${setting%%=*}"
done
set +e
# Not by exec: the first process takes in orphans, and the shell reaps them.
"$@"
exit $?
`;

/** What runs in a sandbox. */
export interface SandboxOptions {
  /** An empty folder outside of /var, for the sandbox and whatever runs in it. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Aborted: everything in the sandbox is killed. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command with processes, network and mounts of its own, as root. When it ends, or this process does, everything that it has started is
 * killed, and its interfaces, iptables rules and mounts are gone. Resolves to its exit code, 1 when a signal ended it.
 */
export async function runInSandbox(args: readonly string[], options: SandboxOptions): Promise<number> {
  const before = new Set(await containerCgroups());
  const init = join(options.folder, 'init.sh');
  // A short name: paths of sockets may have 107 characters.
  const temporary = join(options.folder, 't');
  await mkdir(temporary);
  await writeFile(init, INIT);
  // Even when this process is killed: the first command dies with it, and by that the first process of the sandbox.
  const dyingWithThis = ['--pdeathsig', 'KILL', 'unshare'];
  const unshare = ['--mount', '--net', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc'];
  const child = spawn('setpriv', [...dyingWithThis, ...unshare, 'sh', init, options.folder, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    // Temporary folders of all in there, which are killed before they can remove them, go with the sandbox.
    env: { ...process.env, ...options.env, TMPDIR: temporary },
    signal: options.signal,
    killSignal: 'SIGKILL',
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  // The signal ends it; that is no failure to start.
  child.on('error', () => undefined);
  await closed;
  await removeCgroups(before);
  return child.exitCode ?? 1;
}

/** Removes the folders of containers that were not there before. Those of processes that are just dying are tried again for a while. */
async function removeCgroups(before: ReadonlySet<string>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const left = (await containerCgroups()).filter((each) => !before.has(each));
    if (left.length === 0) return;
    // In use by somebody else, perhaps.
    for (const cgroup of left) await rmdir(cgroup).catch(() => undefined);
    await delay(100);
  }
}

/** The folders of containers in the tree of cgroups, the one thing that the sandbox shares with the machine. */
async function containerCgroups(): Promise<string[]> {
  const controllers = await readdir(CGROUPS, { withFileTypes: true }).catch(() => []);
  const parents = ['', ...controllers.filter((each) => each.isDirectory()).map(({ name }) => name)];
  const found = await Promise.all(
    parents.map(async (parent) => {
      const folder = join(CGROUPS, parent, 'k8s.io');
      const names = await readdir(folder, { withFileTypes: true }).catch(() => []);
      return [
        ...names.filter((each) => each.isDirectory()).map(({ name }) => join(folder, name)),
        ...(names.length > 0 ? [folder] : []),
      ];
    }),
  );
  return found.flat();
}
