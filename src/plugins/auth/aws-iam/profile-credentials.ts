import { terminal, type OperatorError } from '#kernel';
import { containerCredentials } from './container.ts';
import type { AwsContext, AwsCredentials } from './credentials.ts';
import { environmentCredentials } from './environment.ts';
import { instanceCredentials } from './instance.ts';
import type { Profile, Profiles } from './profiles.ts';
import { assumeByWebIdentity, assumeRole, type Role } from './sts-session.ts';

/** Roles that lead to roles; more than this is a circle. */
const MOST_ROLES = 5;

/** Ways to credentials that need a person or another program. */
const UNUSABLE = ['credential_process', 'sso_session', 'sso_start_url', 'login_session', 'mfa_serial'] as const;

/**
 * Credentials of a profile of the shared files: its keys, or a role that is assumed with a token file, with another profile or with what the machine has.
 * Undefined when the profile says nothing of credentials. Throws terminal `CredentialsIncomplete` and `CredentialsNotFound`, and what the sources throw.
 */
export async function profileCredentials(
  context: AwsContext,
  profiles: Profiles,
  name: string,
  signal: AbortSignal,
  depth = 0,
): Promise<AwsCredentials | undefined> {
  const profile = profiles.get(name);
  if (profile === undefined) return undefined;
  const unusable = UNUSABLE.find((key) => profile.has(key));
  if (unusable !== undefined) throw cannotUse(name, `has ${unusable}, which the operator has no use for`);
  const arn = profile.get('role_arn');
  if (arn === undefined) return keysOf(name, profile);
  if (depth >= MOST_ROLES) throw cannotUse(name, 'leads from role to role without an end');

  const role: Role = {
    arn,
    sessionName: profile.get('role_session_name'),
    externalId: profile.get('external_id'),
  };
  const tokenFile = profile.get('web_identity_token_file');
  if (tokenFile !== undefined) return assumeByWebIdentity(context, role, tokenFile, signal);
  const source = profile.get('source_profile');
  // A profile that names itself means its own keys.
  const base =
    source === name
      ? keysOf(name, profile)
      : source === undefined
        ? await machineCredentials(context, name, profile, signal)
        : await profileCredentials(context, profiles, source, signal, depth + 1);
  if (base === undefined) throw cannotUse(name, 'has a role, and no credentials to assume it with');
  return assumeRole(context, role, base, signal);
}

function keysOf(name: string, profile: Profile): AwsCredentials | undefined {
  const accessKeyId = profile.get('aws_access_key_id');
  const secretAccessKey = profile.get('aws_secret_access_key');
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined) throw cannotUse(name, 'lacks aws_access_key_id');
  if (secretAccessKey === undefined) throw cannotUse(name, 'lacks aws_secret_access_key');
  return { accessKeyId, secretAccessKey, sessionToken: profile.get('aws_session_token') };
}

async function machineCredentials(
  context: AwsContext,
  name: string,
  profile: Profile,
  signal: AbortSignal,
): Promise<AwsCredentials | undefined> {
  const source = profile.get('credential_source');
  switch (source) {
    case 'Environment':
      return environmentCredentials(context.platform);
    case 'EcsContainer':
      return containerCredentials(context.platform, signal);
    case 'Ec2InstanceMetadata':
      return instanceCredentials(context.platform, signal);
    case undefined:
      return undefined;
    default:
      throw cannotUse(name, 'has a credential_source that AWS does not know');
  }
}

function cannotUse(name: string, why: string): OperatorError {
  return terminal('CredentialsIncomplete', `The profile ${name} of the shared files of AWS ${why}.`, {
    hint: 'Correct the files that the pod of the operator mounts.',
  });
}
