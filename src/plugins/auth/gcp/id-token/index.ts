import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { GcpIdTokenAuth } from './gcp-id-token-auth.ts';
import { GcpIdTokenAuthSpec } from './spec.ts';

/** GCP auth of Infisical, of the kind "ID token". */
export const plugin = definePlugin({
  id: 'auth.gcp-id-token',
  contract: 1,
  summary: 'Machine identity login with an id token of the metadata server of Google Cloud.',
  needs: ['a service account of the pod (GKE workload identity) or of the node: http to metadata.google.internal'],
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'gcpIdTokenAuth',
      spec: GcpIdTokenAuthSpec,
      scope: 'project',
      identity: 'operator',
      use: GcpIdTokenAuth,
      watches: [],
      references: () => [],
    }),
  ],
});
