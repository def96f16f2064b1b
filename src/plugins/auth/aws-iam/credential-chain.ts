import { terminal, type Clock, type Platform } from '#kernel';
import { containerCredentials } from './container.ts';
import type { AwsContext, AwsCredentials } from './credentials.ts';
import { environmentCredentials } from './environment.ts';
import { instanceCredentials, instanceRegion } from './instance.ts';
import { profileCredentials } from './profile-credentials.ts';
import { loadProfiles } from './profiles.ts';
import { assumeByWebIdentity } from './sts-session.ts';

/** Who the operator is for AWS, and where. */
export interface AwsIdentity {
  readonly credentials: AwsCredentials;
  readonly region: string;
}

/** What Infisical takes for a region. */
const REGION = /^[a-z0-9-]{1,20}$/;

/**
 * Finds credentials and region as AWS's own libraries do: environment, web identity (IRSA), shared files, the container's endpoint (EKS Pod Identity), the
 * instance; the first that there is decides, and a fault of it is not passed over. Nothing is kept: a login is rare, and credentials end by themselves.
 */
export async function findAwsIdentity(platform: Platform, clock: Clock, signal: AbortSignal): Promise<AwsIdentity> {
  signal.throwIfAborted();
  const profiles = await loadProfiles(platform, signal);
  const context: AwsContext = {
    platform,
    clock,
    region: async (within) => {
      const set =
        platform.variable('AWS_REGION') ??
        platform.variable('AWS_DEFAULT_REGION') ??
        profiles.get(profiles.chosen)?.get('region') ??
        (await instanceRegion(platform, within));
      if (set !== undefined && REGION.test(set)) return set;
      throw terminal('CredentialsIncomplete', 'The operator has no AWS region, or one that is none.', {
        hint: 'Set AWS_REGION in the pod of the operator.',
      });
    },
  };
  const credentials =
    environmentCredentials(platform) ??
    (await webIdentityCredentials(context, signal)) ??
    (await profileCredentials(context, profiles, profiles.chosen, signal)) ??
    (await containerCredentials(platform, signal)) ??
    (await instanceCredentials(platform, signal));
  return { credentials, region: await context.region(signal) };
}

async function webIdentityCredentials(context: AwsContext, signal: AbortSignal): Promise<AwsCredentials | undefined> {
  const { platform } = context;
  const file = platform.variable('AWS_WEB_IDENTITY_TOKEN_FILE');
  if (file === undefined) return undefined;
  const arn = platform.variable('AWS_ROLE_ARN');
  if (arn === undefined) {
    throw terminal(
      'CredentialsIncomplete',
      'The operator has AWS_WEB_IDENTITY_TOKEN_FILE in its environment, but not AWS_ROLE_ARN.',
      {
        hint: 'Annotate the ServiceAccount of the operator with eks.amazonaws.com/role-arn, and restart its pod.',
      },
    );
  }
  return assumeByWebIdentity(context, { arn, sessionName: platform.variable('AWS_ROLE_SESSION_NAME') }, file, signal);
}
