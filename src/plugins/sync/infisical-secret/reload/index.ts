export { behindAfter, parseBehind, withSettled } from './reload-notes.ts';
export type { BehindRecord, ReloadTarget } from './plan-reload.ts';
export type { ReloadResult } from './reload-result.ts';
export { reloadVerdict } from './reload-verdict.ts';
export { reloadWorkloads, type ReloadServices } from './reload-workloads.ts';
export { Rollouts } from './rollouts.ts';
