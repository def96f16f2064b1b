import { AUTH_METHOD, Container, loadPlugins, type PluginManifest } from '../../src/kernel/index.ts';

/** Values of the chart by the plugin that they switch, where the name of the plugin does not tell. */
const RELOADERS: Readonly<Record<string, string>> = {
  'reload.deployment': 'deployments',
  'reload.stateful-set': 'statefulSets',
  'reload.daemon-set': 'daemonSets',
  'reload.argo-rollout': 'rollouts',
  'reload.cron-job': 'cronJobs',
};

/** Plugins that another part of the operator needs as well: pushed values that are made once are kept in Secrets. */
const ALSO_NEEDED: Readonly<Record<string, string>> = {
  'sync.target-secret': 'or .Values.plugins.sync.enabled .Values.plugins.push.enabled',
};

/** The condition of a template under which a plugin is loaded. */
export function loadedWith(plugin: PluginManifest): string {
  return ALSO_NEEDED[plugin.id] ?? switchOf(plugin);
}

/** The condition of a template under which a plugin is on, and has its rights. Throws for a plugin that no value switches. */
export function switchOf(plugin: PluginManifest): string {
  const [area] = plugin.id.split('.');
  const reloader = RELOADERS[plugin.id];
  // Nothing but targets of pull is a reason to restart anything.
  if (reloader !== undefined) {
    return `and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.${reloader}`;
  }
  if (area === 'sync' || area === 'push') return `.Values.plugins.${area}.enabled`;
  const [method] = loadPlugins([plugin], Container.create()).all(AUTH_METHOD);
  if (method !== undefined) return `.Values.plugins.auth.${method.contribution.key}.enabled`;
  throw new Error(`no value of the chart switches the plugin ${plugin.id}; give it one`);
}
