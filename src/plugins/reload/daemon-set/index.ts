import { PodTemplateReloader, RELOADER, contribute, definePlugin } from '#kernel';

/** Restarts DaemonSets when the secrets that they use change. */
export const plugin = definePlugin({
  id: 'reload.daemon-set',
  contract: 1,
  summary: 'Restarts DaemonSets when the secrets that they use change.',
  contributes: [
    contribute(RELOADER, {
      key: 'DaemonSet',
      type: { group: 'apps', version: 'v1', kind: 'DaemonSet', plural: 'daemonsets' },
      podTemplate: ['spec', 'template'],
      served: 'always',
      use: PodTemplateReloader,
    }),
  ],
});
