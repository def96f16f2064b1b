export type { ClusterAccess, Credentials, TlsMaterial } from './cluster-access.ts';
export { loadKubeConfig, type KubeConfigSource } from './load-kube-config.ts';
