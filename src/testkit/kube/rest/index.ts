export { ApiServer } from './api-server.ts';
export type { Cluster } from './cluster.ts';
export { commitCreate, hasSpecFinalizers } from './commit.ts';
export type { ApiRequest, ApiResponse, WatchSession, WatchSink } from './exchange.ts';
export { remove } from './remove.ts';
export type { DeleteOptions } from './remove.ts';
export { describeCall } from './call.ts';
export type { Call, Verb } from './call.ts';
