import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { KubernetesAuth, serviceAccountKey } from './kubernetes-auth.ts';
import { KubernetesAuthSpec } from './spec.ts';

/** Kubernetes auth of Infisical. */
export const plugin = definePlugin({
  id: 'auth.kubernetes',
  contract: 1,
  summary: 'Machine identity login with the token of a Kubernetes ServiceAccount.',
  rights: [{ group: '', resource: 'serviceaccounts/token', verbs: ['create'] }],
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'kubernetesAuth',
      spec: KubernetesAuthSpec,
      scope: 'project',
      use: KubernetesAuth,
      identity: 'resource',
      watches: ['ServiceAccount', 'Secret'],
      references: (spec: KubernetesAuthSpec, resource) => [
        { kind: 'ServiceAccount', field: 'serviceAccountRef', ...serviceAccountKey(spec, resource) },
      ],
    }),
  ],
});
