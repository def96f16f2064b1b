export type { Ping } from './event-streams.ts';
export { EventStreams } from './event-streams.ts';
