export { MergePatchFinalizers } from './merge-patch-finalizers.ts';
export { ServerSideStatusWriter } from './server-side-status-writer.ts';
export { ServerSideTargets, type ServerSideTargetsOptions } from './server-side-targets.ts';
export { applyBody, type TargetKind } from './target-kind.ts';
