import { PodTemplateReloader, RELOADER, contribute, definePlugin } from '#kernel';

/** Marks CronJobs when the secrets that they use change; their next job starts with them in any case. */
export const plugin = definePlugin({
  id: 'reload.cron-job',
  contract: 1,
  summary: 'Marks CronJobs when the secrets that they use change; their next job starts with them in any case.',
  contributes: [
    contribute(RELOADER, {
      key: 'CronJob',
      type: { group: 'batch', version: 'v1', kind: 'CronJob', plural: 'cronjobs' },
      podTemplate: ['spec', 'jobTemplate', 'spec', 'template'],
      served: 'always',
      use: PodTemplateReloader,
    }),
  ],
});
