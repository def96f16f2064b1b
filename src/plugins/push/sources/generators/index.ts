import { CLUSTER_GENERATOR, GENERATOR, contribute, definePlugin } from '#kernel';
import { PasswordGenerator } from './password-generator.ts';
import { UuidGenerator } from './uuid-generator.ts';

/** The generators that come with the operator. */
export const plugin = definePlugin({
  id: 'push.generators',
  contract: 1,
  summary: 'Passwords and UUIDs that are made once, kept, and pushed.',
  rights: [
    { group: CLUSTER_GENERATOR.group, resource: CLUSTER_GENERATOR.plural, verbs: ['get'], scope: 'cluster' },
    // The Secrets that keep the values; who may not read ClusterGenerators has none.
    { group: '', resource: 'secrets', verbs: ['create', 'patch'], scope: 'cluster' },
  ],
  contributes: [
    contribute(GENERATOR, { key: 'Password', field: 'passwordSpec', use: PasswordGenerator }),
    contribute(GENERATOR, { key: 'UUID', field: 'uuidSpec', use: UuidGenerator }),
  ],
});
