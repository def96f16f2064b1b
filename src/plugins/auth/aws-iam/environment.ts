import { terminal, type Platform } from '#kernel';
import type { AwsCredentials } from './credentials.ts';

/** Keys out of the environment; undefined when there are none. Throws terminal `CredentialsIncomplete` when one of the two is missing. */
export function environmentCredentials(platform: Platform): AwsCredentials | undefined {
  const accessKeyId = platform.variable('AWS_ACCESS_KEY_ID');
  const secretAccessKey = platform.variable('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined) throw missing('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY');
  if (secretAccessKey === undefined) throw missing('AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID');
  return { accessKeyId, secretAccessKey, sessionToken: platform.variable('AWS_SESSION_TOKEN') };
}

function missing(variable: string, other: string): Error {
  return terminal('CredentialsIncomplete', `The operator has ${other} in its environment, but not ${variable}.`, {
    hint: 'Set both variables in the pod of the operator, or none.',
  });
}
