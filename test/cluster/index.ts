export { type Assets, type AssetsEnvironment, binariesIn, cacheFolder, findAssets } from './assets.ts';
export { assetsOrSkip } from './assets-or-skip.ts';
export { type AuditEvent } from './audit-log.ts';
export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './control-plane.ts';
export { type KubectlOptions, type KubectlResult } from './kubectl.ts';
export { pinnedTools, type Tool, type ToolName } from './tools.ts';
