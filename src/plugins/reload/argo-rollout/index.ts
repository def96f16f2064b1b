import { PodTemplateReloader, RELOADER, contribute, definePlugin } from '#kernel';

/** Restarts Rollouts of Argo when the secrets that they use change. */
export const plugin = definePlugin({
  id: 'reload.argo-rollout',
  contract: 1,
  summary: 'Restarts Rollouts of Argo when the secrets that they use change.',
  contributes: [
    contribute(RELOADER, {
      key: 'Rollout',
      type: { group: 'argoproj.io', version: 'v1alpha1', kind: 'Rollout', plural: 'rollouts' },
      podTemplate: ['spec', 'template'],
      served: 'maybe',
      use: PodTemplateReloader,
    }),
  ],
});
