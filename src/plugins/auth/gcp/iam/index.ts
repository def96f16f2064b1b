import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { GcpIamAuth } from './gcp-iam-auth.ts';
import { GcpIamAuthSpec } from './spec.ts';

/** GCP auth of Infisical, of the kind "IAM". */
export const plugin = definePlugin({
  id: 'auth.gcp-iam',
  contract: 1,
  summary: 'Machine identity login with a JWT that Google Cloud signs for a service account.',
  needs: [
    'a key file of a service account: https to oauth2.googleapis.com and iamcredentials.googleapis.com',
    'workload identity federation: GOOGLE_APPLICATION_CREDENTIALS, https to sts.googleapis.com and iamcredentials.googleapis.com',
    'a service account of the pod (GKE workload identity) or of the node: http to metadata.google.internal, https to iamcredentials.googleapis.com',
  ],
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'gcpIamAuth',
      spec: GcpIamAuthSpec,
      scope: 'project',
      identity: 'operator',
      use: GcpIamAuth,
      watches: [],
      references: () => [],
    }),
  ],
});
