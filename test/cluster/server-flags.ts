import type { Layout } from './layout.ts';

/** Flags of a single, throw-away etcd member. */
export function etcdFlags({ files, etcdUrl, etcdPeerUrl }: Layout): string[] {
  return [
    `--data-dir=${files.etcdData}`,
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    `--listen-peer-urls=${etcdPeerUrl}`,
    `--initial-advertise-peer-urls=${etcdPeerUrl}`,
    `--initial-cluster=default=${etcdPeerUrl}`,
    '--log-level=warn',
    // Data that is thrown away need not survive a power failure; this is what makes writes fast on a slow disk.
    '--unsafe-no-fsync',
  ];
}

/** What of kube-apiserver's flags depends on the options of a control plane. */
export interface ApiServerChoices {
  readonly auditLog: boolean;
  /** Whether somebody makes the `default` ServiceAccounts that pods are given by admission. */
  readonly controllerManager: boolean;
  /** Whether there are nodes, whose pods and whose kubelets are to be reached. */
  readonly nodes: boolean;
  /** Appended, so they win over the ones here. */
  readonly extra: readonly string[];
}

/** Flags of an API server with RBAC and everything else as a cluster has it. */
export function apiServerFlags(layout: Layout, choices: ApiServerChoices): string[] {
  const { auditLog, controllerManager, nodes, extra } = choices;
  const { files } = layout;
  const flags = [
    `--etcd-servers=${layout.etcdUrl}`,
    `--bind-address=${layout.address}`,
    `--advertise-address=${layout.address}`,
    `--secure-port=${layout.apiServerPort}`,
    // Endpoints may not hold a loopback address, so without nodes there is nothing to reconcile for the `kubernetes` Service.
    ...(nodes ? ['--kubelet-preferred-address-types=InternalIP'] : ['--endpoint-reconciler-type=none']),
    `--cert-dir=${files.certificates}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.serviceAccountKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    '--authorization-mode=RBAC',
    `--token-auth-file=${files.tokens}`,
    '--profiling=false',
  ];
  if (!controllerManager) flags.push('--disable-admission-plugins=ServiceAccount');
  if (auditLog) {
    flags.push(
      `--audit-policy-file=${files.auditPolicy}`,
      `--audit-log-path=${files.auditLog}`,
      // In megabytes. The file is read as one, so it must not rotate.
      '--audit-log-maxsize=10000',
    );
  }
  return [...flags, ...extra];
}

/** Flags of a controller manager that is the only one, without a port of its own. */
export function controllerManagerFlags({ files }: Layout, nodes: boolean): string[] {
  return [
    `--kubeconfig=${files.controllerManagerKubeconfig}`,
    `--service-account-private-key-file=${files.serviceAccountKey}`,
    `--root-ca-file=${files.ca}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--profiling=false',
    `--controllers=*,${[...WITHOUT, ...(nodes ? [] : FOR_NODES)].map((name) => `-${name}-controller`).join(',')}`,
  ];
}

/** Each costs watches and memory and has nothing to do without volumes of storage and without metrics of pods. */
const WITHOUT = [
  'persistentvolume-attach-detach',
  'persistentvolume-binder',
  'persistentvolume-expander',
  'persistentvolume-protection',
  'persistentvolumeclaim-protection',
  'horizontal-pod-autoscaler',
];

/** Each costs watches and memory and has nothing to do without nodes. */
const FOR_NODES = ['node-lifecycle', 'taint-eviction'];
