export { EventHub, refusedSubscription } from './event-hub.ts';
