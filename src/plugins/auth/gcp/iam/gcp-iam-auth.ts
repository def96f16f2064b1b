import {
  CLOCK,
  PLATFORM,
  service,
  type AuthMethod,
  type AuthRequest,
  type Clock,
  type LoginMaterial,
  type Platform,
} from '#kernel';
import { signedIdentity } from './sign-jwt.ts';
import { findServiceAccount } from './service-account.ts';
import type { GcpIamAuthSpec } from './spec.ts';

/** Login material from a JWT that Google signs in the name of the operator's service account. */
@service(PLATFORM, CLOCK)
export class GcpIamAuth implements AuthMethod<GcpIamAuthSpec> {
  constructor(
    private readonly platform: Platform,
    private readonly clock: Clock,
  ) {}

  prepare({ spec }: AuthRequest<GcpIamAuthSpec>): Promise<LoginMaterial> {
    const { identityId, serviceAccountKeyFilePath } = spec;
    return Promise.resolve({
      kind: 'login',
      method: 'gcp',
      identity: JSON.stringify(['iam', identityId, serviceAccountKeyFilePath ?? null]),
      body: async (signal) => {
        const account = await findServiceAccount(this.platform, this.clock, serviceAccountKeyFilePath, signal);
        return { identityId, jwt: await signedIdentity(this.platform, account, identityId, signal) };
      },
    });
  }
}
