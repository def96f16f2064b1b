import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ServerProcess } from '../../cluster/server-process.ts';
import type { Watchdog } from '../../cluster/watchdog.ts';
import { command } from '../sandbox/command.ts';
import { NETWORK } from '../sandbox/network.ts';
import { untilSucceeds } from './until-succeeds.ts';

/** Image of the process that holds the namespaces of a pod. */
const PAUSE_IMAGE = 'localhost/pause:test';
const CNI_PLUGINS = '/usr/lib/cni';

/** containerd with nothing but the given folder, its images and its containers. */
export class Containerd {
  private constructor(
    readonly socket: string,
    private readonly server: ServerProcess,
  ) {}

  /** Resolves when it answers. */
  static async start(folder: string, watchdog: Watchdog): Promise<Containerd> {
    const socket = join(folder, 'containerd.sock');
    const configFile = join(folder, 'containerd.toml');
    await mkdir(join(folder, 'cni'));
    await writeFile(join(folder, 'cni', '10-bridge.conflist'), JSON.stringify(cniConfig()));
    await writeFile(configFile, config(folder, socket));
    const server = await ServerProcess.start({
      name: 'containerd',
      binary: 'containerd',
      args: ['--config', configFile],
      logFile: join(folder, 'containerd.log'),
      watchdog,
    });
    const containerd = new Containerd(socket, server);
    await untilSucceeds('containerd to answer', server, () => containerd.ctr(['version']));
    return containerd;
  }

  /** Runs its command line in the namespace of Kubernetes. */
  ctr(args: readonly string[]): Promise<string> {
    return command(['ctr', '--address', this.socket, '--namespace', 'k8s.io', ...args], { timeoutMs: 120_000 });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

function config(folder: string, socket: string): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = ${JSON.stringify(join(folder, 'containerd'))}
state = "/run/containerd-state"
[grpc]
  address = ${JSON.stringify(socket)}
[plugins."io.containerd.internal.v1.opt"]
  path = ${JSON.stringify(join(folder, 'containerd-opt'))}
[${cri}]
  sandbox_image = "${PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [${cri}.containerd]
    snapshotter = "overlayfs"
    [${cri}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [${cri}.containerd.runtimes.runc.options]
        SystemdCgroup = false
  [${cri}.cni]
    bin_dir = "${CNI_PLUGINS}"
    conf_dir = ${JSON.stringify(join(folder, 'cni'))}
`;
}

function cniConfig(): object {
  const ipam = { type: 'host-local', ranges: [[{ subnet: NETWORK.podSubnet }]], routes: [{ dst: '0.0.0.0/0' }] };
  return {
    cniVersion: '0.4.0',
    name: 'bridge',
    plugins: [
      { type: 'bridge', bridge: NETWORK.bridge, isGateway: true, ipMasq: false, ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}
