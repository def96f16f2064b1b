import { PodTemplateReloader, RELOADER, contribute, definePlugin } from '#kernel';

/** Restarts Deployments when the secrets that they use change. */
export const plugin = definePlugin({
  id: 'reload.deployment',
  contract: 1,
  summary: 'Restarts Deployments when the secrets that they use change.',
  contributes: [
    contribute(RELOADER, {
      key: 'Deployment',
      type: { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' },
      podTemplate: ['spec', 'template'],
      served: 'always',
      use: PodTemplateReloader,
    }),
  ],
});
