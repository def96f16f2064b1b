export { decodingReview } from './decoding-review.ts';
export { allRoutes } from './all-routes.ts';
export type { EventsOffer } from './events.ts';
