import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { NETWORK } from '../sandbox/network.ts';

/** Writes the configuration of kubelet into the folder, and gives its flags. */
export async function kubeletFlags(
  folder: string,
  kubeconfigPath: string,
  containerdSocket: string,
): Promise<string[]> {
  const configFile = join(folder, 'kubelet.yaml');
  const resolvConf = join(folder, 'resolv.conf');
  // There is no DNS in the sandbox; pods get what the file says.
  await writeFile(resolvConf, 'nameserver 127.0.0.1\n');
  const configuration = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: NETWORK.address,
    // The API server has no certificate to show; the network is that of the sandbox.
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    resolvConf,
    volumePluginDir: join(folder, 'volume-plugins'),
    // A container or a small machine may not let cgroups be divided further.
    cgroupDriver: 'cgroupfs',
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    oomScoreAdj: 0,
    evictionHard: {},
    // Changes reach pods sooner than by the defaults, which spare large clusters.
    syncFrequency: '5s',
    nodeStatusUpdateFrequency: '5s',
    // Images come from files; none may be collected because the disk of the machine is full.
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
  };
  await writeFile(configFile, stringify(configuration));
  return [
    `--config=${configFile}`,
    `--kubeconfig=${kubeconfigPath}`,
    `--root-dir=${join(folder, 'kubelet')}`,
    `--cert-dir=${join(folder, 'kubelet-certificates')}`,
    `--hostname-override=${NETWORK.nodeName}`,
    `--node-ip=${NETWORK.address}`,
  ];
}

/** Flags of a scheduler that is the only one, without a port of its own. */
export function schedulerFlags(kubeconfigPath: string): string[] {
  return [`--kubeconfig=${kubeconfigPath}`, '--leader-elect=false', '--secure-port=0', '--profiling=false'];
}

/** Flags of a proxy that leaves settings of the kernel alone which belong to the whole machine. */
export function proxyFlags(kubeconfigPath: string): string[] {
  return [
    `--kubeconfig=${kubeconfigPath}`,
    '--proxy-mode=iptables',
    '--conntrack-max-per-core=0',
    '--conntrack-tcp-timeout-established=0',
    '--conntrack-tcp-timeout-close-wait=0',
    `--cluster-cidr=${NETWORK.clusterCidr}`,
    `--hostname-override=${NETWORK.nodeName}`,
  ];
}
