import { AUTH_METHOD, Container, loadPlugins, type PluginManifest } from '../../src/kernel/index.ts';

/** Values of the chart by the plugin that they switch, where the name of the plugin does not tell. */
const RELOADERS: Readonly<Record<string, string>> = {
  'reload.deployment': 'deployments',
  'reload.stateful-set': 'statefulSets',
  'reload.daemon-set': 'daemonSets',
  'reload.argo-rollout': 'rollouts',
  'reload.cron-job': 'cronJobs',
};

/** The condition of a template under which a plugin is on. Throws for a plugin that no value switches. */
export function switchOf(plugin: PluginManifest): string {
  const [area] = plugin.id.split('.');
  const reloader = RELOADERS[plugin.id];
  if (reloader !== undefined) return `and .Values.plugins.reload.enabled .Values.plugins.reload.${reloader}`;
  if (area === 'sync' || area === 'push') return `.Values.plugins.${area}.enabled`;
  const [method] = loadPlugins([plugin], Container.create()).all(AUTH_METHOD);
  if (method !== undefined) return `.Values.plugins.auth.${method.contribution.key}.enabled`;
  throw new Error(`no value of the chart switches the plugin ${plugin.id}; give it one`);
}
