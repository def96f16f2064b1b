import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { ServiceTokenAuth, serviceTokenKey } from './service-token-auth.ts';
import { ServiceTokenSpec } from './spec.ts';

/** Service tokens of Infisical. */
export const plugin = definePlugin({
  id: 'auth.service-token',
  contract: 1,
  summary: 'A service token from a Secret; deprecated by Infisical, still served.',
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'serviceToken',
      spec: ServiceTokenSpec,
      scope: 'token',
      use: ServiceTokenAuth,
      identity: 'resource',
      watches: ['Secret'],
      references: (spec: ServiceTokenSpec, resource) => [
        { kind: 'Secret', field: 'serviceTokenSecretReference', ...serviceTokenKey(spec, resource) },
      ],
    }),
  ],
});
