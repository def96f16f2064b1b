export { abortReason } from './abortable.ts';
export type { KubeAnswer, KubeRefusal, KubeRequest, Verb, WatchAnswer } from './answer.ts';
export { classify, unavailable, unexpected, type Refused } from './classify.ts';
export { CORE_TYPES, EVENT_TYPE, LEASE_TYPE, apiVersionOf } from './core-types.ts';
export { KubeClient, type KubeClientOptions } from './kube-client.ts';
export { MEDIA } from './media-types.ts';
export { SharedFlights } from './shared-flights.ts';
export { sleep } from './sleep.ts';
