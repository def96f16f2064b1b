import type { GivenAnswer, SeenRequest } from '../cloud/index.ts';
import type { AwsAccount, AwsRole } from './account.ts';

const SIX_HOURS_SECONDS = 21_600;

/** The endpoint of EKS Pod Identity, `GET /v1/credentials`: `roles` by the token of a pod. */
export function podCredentials(
  { method, headers }: SeenRequest,
  account: AwsAccount,
  roles: ReadonlyMap<string, AwsRole>,
): GivenAnswer {
  if (method !== 'GET') return { status: 405 };
  const token = headers['authorization'];
  if (token === undefined) return { status: 400, body: 'Service account token cannot be empty' };
  const role = roles.get(token);
  if (role === undefined) {
    return {
      status: 403,
      body: {
        code: 'AccessDeniedException',
        message: 'Unauthorized Exception! EKS does not have permissions to assume the associated role.',
      },
    };
  }
  const keys = account.session(role, 'eks-shop-operator', SIX_HOURS_SECONDS);
  return {
    status: 200,
    body: {
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      Token: keys.sessionToken,
      AccountId: account.id,
      Expiration: new Date(keys.expiresMs).toISOString(),
    },
  };
}
