import { RESOURCE, contribute, definePlugin } from '#kernel';
import { infisicalPushSecretDefinition } from './definition.ts';
import { InfisicalPushSecret } from './infisical-push-secret.ts';

/** The resource InfisicalPushSecret. */
export const plugin = definePlugin({
  id: 'push.infisical-push-secret',
  contract: 1,
  summary: 'InfisicalPushSecret: sends a Secret of the cluster to a place in Infisical.',
  // The Secrets that are pushed; nothing that the plugin contributes shows that it reads them.
  rights: [{ group: '', resource: 'secrets', verbs: ['get', 'list', 'watch'] }],
  contributes: [
    contribute(RESOURCE, {
      key: 'InfisicalPushSecret',
      definition: infisicalPushSecretDefinition,
      use: InfisicalPushSecret,
    }),
  ],
});
