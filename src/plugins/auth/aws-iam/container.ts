import { cloudFailure, terminal, type CloudCall, type OperatorError, type Platform, isLoopback } from '#kernel';
import { z } from 'zod';
import type { AwsCredentials } from './credentials.ts';
import { jsonCredentials, parseJson } from './json-credentials.ts';
import { tokenOfFile } from './token-file.ts';

/** Where ECS serves credentials. */
const ECS = 'http://169.254.170.2';
/** Hosts that may be asked without TLS: those of ECS, and of the agent of EKS Pod Identity by both protocols. */
const LOCAL_HOSTS = new Set(['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]']);

const Refusal = z.object({ code: z.string(), message: z.string().default('') });

/**
 * Credentials of the container's endpoint: EKS Pod Identity (AWS_CONTAINER_CREDENTIALS_FULL_URI) or ECS (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI). Undefined
 * when the pod has none. Throws terminal `CredentialsIncomplete`, and what calls throw.
 */
export async function containerCredentials(
  platform: Platform,
  signal: AbortSignal,
): Promise<AwsCredentials | undefined> {
  const url = addressOf(platform);
  if (url === undefined) return undefined;
  const authorization = await authorizationOf(platform, signal);
  const call: CloudCall = {
    what: 'get credentials of the container',
    method: 'GET',
    url,
    headers: authorization === undefined ? {} : { Authorization: authorization },
  };
  const answer = await platform.call(call, signal);
  if (answer.status === 200) return jsonCredentials(call, answer);
  const { data } = Refusal.safeParse(parseJson(answer.body));
  throw cloudFailure(call, answer, data === undefined ? '' : `${data.code}: ${data.message}`);
}

function addressOf(platform: Platform): string | undefined {
  const relative = platform.variable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  if (relative !== undefined) {
    // Anything else could go on with another host.
    if (!relative.startsWith('/')) throw unusable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with a slash');
    return ECS + relative;
  }
  const full = platform.variable('AWS_CONTAINER_CREDENTIALS_FULL_URI');
  if (full === undefined) return undefined;
  const url = URL.parse(full);
  const isLocal = url?.protocol === 'http:' && (isLoopback(url.hostname) || LOCAL_HOSTS.has(url.hostname));
  if (!isLocal && url?.protocol !== 'https:') {
    throw unusable('AWS_CONTAINER_CREDENTIALS_FULL_URI is neither an https address nor one of the node');
  }
  return full;
}

async function authorizationOf(platform: Platform, signal: AbortSignal): Promise<string | undefined> {
  const file = platform.variable('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE');
  const token =
    file === undefined
      ? platform.variable('AWS_CONTAINER_AUTHORIZATION_TOKEN')
      : await tokenOfFile(platform, file, signal);
  if (token !== undefined && /[\r\n]/u.test(token)) throw unusable('its authorization token has more than one line');
  return token;
}

function unusable(why: string): OperatorError {
  return terminal('CredentialsIncomplete', `The container's endpoint for credentials cannot be asked: ${why}.`, {
    hint: 'EKS and ECS set these variables by themselves; correct or remove them in the pod of the operator.',
  });
}
