/** Addresses of the one node. They exist in the sandbox alone, so they may be in use outside. */
export const NETWORK = {
  bridge: 'cni0',
  /** The node, and the way from pods to servers of the test process. */
  address: '10.244.0.1',
  podSubnet: '10.244.0.0/24',
  clusterCidr: '10.244.0.0/16',
  nodeName: 'node1',
} as const;
