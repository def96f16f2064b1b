export { BackgroundEventRecorder, type BackgroundEventRecorderOptions } from './background-event-recorder.ts';
export type { EventSource } from './event-series.ts';
