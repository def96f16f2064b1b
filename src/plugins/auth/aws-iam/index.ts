import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { AwsIamAuth } from './aws-iam-auth.ts';
import { AwsIamAuthSpec } from './spec.ts';

/** AWS auth of Infisical. */
export const plugin = definePlugin({
  id: 'auth.aws-iam',
  contract: 1,
  summary: 'Machine identity login with the AWS credentials of the operator.',
  needs: [
    'keys: AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY',
    'IRSA: AWS_REGION, AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE, https to sts.<region>.amazonaws.com',
    'shared files: AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE',
    'EKS Pod Identity: AWS_REGION, AWS_CONTAINER_CREDENTIALS_FULL_URI, http to 169.254.170.23',
    'a role of the EC2 instance: http to 169.254.169.254, with a hop limit of 2',
  ],
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'awsIamAuth',
      spec: AwsIamAuthSpec,
      scope: 'project',
      identity: 'operator',
      use: AwsIamAuth,
      watches: [],
      references: () => [],
    }),
  ],
});
