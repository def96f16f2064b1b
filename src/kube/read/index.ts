export { ClusterSecretReader } from './cluster-secret-reader.ts';
export { ConfigMapReader } from './config-map-reader.ts';
export { TokenRequests } from './token-requests.ts';
