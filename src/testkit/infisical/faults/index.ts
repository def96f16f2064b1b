export type { Fault, ResetPoint, StatusOptions } from './fault.ts';
export { fault } from './fault.ts';
export type { Hold } from './faults.ts';
export { Faults } from './faults.ts';
