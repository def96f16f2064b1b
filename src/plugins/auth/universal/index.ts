import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { UniversalAuthSpec } from './spec.ts';
import { UniversalAuth, credentialsKey } from './universal-auth.ts';

/** Universal auth of Infisical. */
export const plugin = definePlugin({
  id: 'auth.universal',
  contract: 1,
  summary: 'Machine identity login with a client id and a client secret.',
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'universalAuth',
      spec: UniversalAuthSpec,
      scope: 'project',
      use: UniversalAuth,
      identity: 'resource',
      watches: ['Secret'],
      references: (spec: UniversalAuthSpec, resource) => [
        { kind: 'Secret', field: 'credentialsRef', ...credentialsKey(spec, resource) },
      ],
    }),
  ],
});
