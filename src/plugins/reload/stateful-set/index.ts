import { PodTemplateReloader, RELOADER, contribute, definePlugin } from '#kernel';

/** Restarts StatefulSets when the secrets that they use change. */
export const plugin = definePlugin({
  id: 'reload.stateful-set',
  contract: 1,
  summary: 'Restarts StatefulSets when the secrets that they use change.',
  contributes: [
    contribute(RELOADER, {
      key: 'StatefulSet',
      type: { group: 'apps', version: 'v1', kind: 'StatefulSet', plural: 'statefulsets' },
      podTemplate: ['spec', 'template'],
      served: 'always',
      use: PodTemplateReloader,
    }),
  ],
});
