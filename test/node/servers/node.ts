import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startControlPlane,
  type Assets,
  type ControlPlane,
  type KubectlOptions,
  type ToolName,
} from '../../cluster/index.ts';
import { ServerProcess } from '../../cluster/server-process.ts';
import { Watchdog } from '../../cluster/watchdog.ts';
import { command } from '../sandbox/command.ts';
import { NETWORK } from '../sandbox/network.ts';
import { Containerd } from './containerd.ts';
import { kubeletFlags, proxyFlags, schedulerFlags } from './kubelet.ts';
import { untilSucceeds } from './until-succeeds.ts';

/** A whole cluster of one node. */
export class ClusterWithNode {
  private readonly ends: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly plane: ControlPlane,
    readonly containerd: Containerd,
    private readonly assets: Assets,
    private readonly folder: string,
    private readonly watchdog: Watchdog,
  ) {}

  /** Starts everything in the sandbox that this process runs in, imports the archives of images, and resolves when the node is Ready. */
  static async start(assets: Assets, archives: readonly string[]): Promise<ClusterWithNode> {
    const { bridge, address } = NETWORK;
    // The API server listens on the bridge, so it must be there before the first pod.
    await command(['ip', 'link', 'add', bridge, 'type', 'bridge']);
    await command(['ip', 'address', 'add', `${address}/24`, 'dev', bridge]);
    await command(['ip', 'link', 'set', bridge, 'up']);
    await command(['sysctl', '-q', '-w', 'net.ipv4.ip_forward=1']);
    const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-node-'));
    const watchdog = await Watchdog.start(folder);
    const plane = await startControlPlane({ assets, address, controllerManager: true, auditLog: true });
    try {
      const containerd = await Containerd.start(folder, watchdog);
      const cluster = new ClusterWithNode(plane, containerd, assets, folder, watchdog);
      for (const archive of archives) await containerd.ctr(['images', 'import', archive]);
      await cluster.startNode();
      return cluster;
    } catch (error) {
      await plane.stop();
      await watchdog.end();
      throw error;
    }
  }

  /** Runs kubectl as the admin and gives its output; throws what it said when it fails. */
  async kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.plane.kubectl(args, { timeoutMs: 180_000, ...options });
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** Deletes the pods, so that their containers and cgroups are taken down in good order, then ends all servers. */
  async stop(): Promise<void> {
    await this.kubectl([
      'delete',
      'deployments,pods',
      '--all',
      '--all-namespaces',
      '--grace-period=1',
      '--timeout=60s',
    ]).catch(() => '');
    for (const end of this.ends.reverse()) await end();
    await this.containerd.stop();
    await this.plane.stop();
    await unmountBelow(this.folder);
    await this.watchdog.end();
    // For the next suite, which has the same sandbox.
    await command(['ip', 'link', 'delete', NETWORK.bridge]);
  }

  private async startNode(): Promise<void> {
    const { kubeconfigPath } = this.plane;
    await this.launch('kube-scheduler', schedulerFlags(kubeconfigPath));
    await this.launch('kube-proxy', proxyFlags(kubeconfigPath));
    const kubelet = await this.launch(
      'kubelet',
      await kubeletFlags(this.folder, kubeconfigPath, this.containerd.socket),
    );
    await untilSucceeds('the node to be Ready', kubelet, () =>
      this.kubectl(['wait', '--for=condition=Ready', `node/${NETWORK.nodeName}`, '--timeout=5s']),
    );
    // The one taint that stays for a moment after the node is Ready.
    await untilSucceeds('the node to take pods', kubelet, async () => {
      const taints = await this.kubectl(['get', 'node', NETWORK.nodeName, '-o', 'jsonpath={.spec.taints}']);
      if (taints !== '') throw new Error(`it has the taints ${taints}`);
    });
  }

  private async launch(name: ToolName, args: readonly string[]): Promise<ServerProcess> {
    const binary = this.assets.binaries[name];
    if (binary === undefined) throw new Error(`there is no ${name}; run: npm run cluster:build -- --node`);
    const logFile = join(this.folder, `${name}.log`);
    const server = await ServerProcess.start({ name, binary, args, logFile, watchdog: this.watchdog });
    this.ends.push(() => server.stop());
    return server;
  }
}

/** Takes off what containers and volumes have left mounted, the innermost first. */
async function unmountBelow(folder: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  const points = mounts.split('\n').map((line) => line.split(' ')[1] ?? '');
  for (const point of points.filter((each) => each.startsWith(`${folder}/`)).reverse()) {
    await command(['umount', '--lazy', point]);
  }
}
