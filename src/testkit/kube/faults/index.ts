export { CallRecorder } from './call-recorder.ts';
export type { RecordedCall } from './call-recorder.ts';
export { reasonOf } from './fault.ts';
export type { CallMatcher, Fault } from './fault.ts';
export { Faults } from './faults.ts';
export type { Hold } from './faults.ts';
export { OpenWatches } from './open-watches.ts';
export type { OpenWatch } from './open-watches.ts';
