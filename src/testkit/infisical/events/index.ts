export type { Ping } from './event-streams.ts';
export type { EventPaths } from './subscription.ts';
export { EventStreams } from './event-streams.ts';
