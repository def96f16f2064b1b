export { BACKOFF, backoffMs } from './backoff.ts';
export { requeueFailed, spreadInterval } from './requeue.ts';
export { Scheduler } from './scheduler.ts';
export { Waits } from './waits.ts';
export { WorkQueue, type QueueLimits, type QueueObserver } from './work-queue.ts';
