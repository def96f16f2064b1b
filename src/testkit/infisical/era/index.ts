export type { Era, EraId } from './era.ts';
export { ERA_24 } from './era-24.ts';
export { ERA_26 } from './era-26.ts';
export { Refusal } from './refusal.ts';
