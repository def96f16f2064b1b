export { ClusterWorkloads } from './cluster-workloads.ts';
