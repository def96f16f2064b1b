export { BACKOFF, backoffMs } from './backoff.ts';
export { Scheduler } from './scheduler.ts';
export { WorkQueue, type QueueLimits, type QueueObserver } from './work-queue.ts';
