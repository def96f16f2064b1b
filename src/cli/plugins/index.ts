export { pluginFolder } from './plugin-folder.ts';
export { contractChecks } from './contract-checks.ts';
export { pluginsCommand } from './plugins-command.ts';
