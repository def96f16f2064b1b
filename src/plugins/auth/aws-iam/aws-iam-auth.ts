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
import { findAwsIdentity } from './credential-chain.ts';
import type { AwsIamAuthSpec } from './spec.ts';
import { stsHost } from './sts-host.ts';
import { signStsRequest, stsForm } from './sts-request.ts';

/**
 * Login material from AWS credentials: a signed request that asks AWS who signed it. The operator does not send it, Infisical does; it is good for nothing else,
 * and for some minutes only, so each login signs anew.
 */
@service(PLATFORM, CLOCK)
export class AwsIamAuth implements AuthMethod<AwsIamAuthSpec> {
  constructor(
    private readonly platform: Platform,
    private readonly clock: Clock,
  ) {}

  prepare({ spec: { identityId } }: AuthRequest<AwsIamAuthSpec>): Promise<LoginMaterial> {
    return Promise.resolve({
      kind: 'login',
      method: 'aws',
      // The operator is one and the same for AWS as long as it runs.
      identity: identityId,
      body: async (signal) => {
        const { credentials, region } = await findAwsIdentity(this.platform, this.clock, signal);
        const { headers, body } = signStsRequest(stsForm('GetCallerIdentity'), {
          ...stsHost(this.platform, region),
          credentials,
          nowMs: this.clock.now(),
        });
        return {
          identityId,
          iamHttpRequestMethod: 'POST',
          iamRequestBody: base64(body),
          iamRequestHeaders: base64(JSON.stringify(headers)),
        };
      },
    });
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
