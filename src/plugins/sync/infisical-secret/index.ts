import { RESOURCE, contribute, definePlugin } from '#kernel';
import { infisicalSecretDefinition } from './definition.ts';
import { InfisicalSecret } from './infisical-secret.ts';

/** The resource InfisicalSecret. */
export const plugin = definePlugin({
  id: 'sync.infisical-secret',
  contract: 1,
  summary: 'InfisicalSecret: keeps objects of the cluster equal to a place in Infisical.',
  contributes: [
    contribute(RESOURCE, { key: 'InfisicalSecret', definition: infisicalSecretDefinition, use: InfisicalSecret }),
  ],
});
