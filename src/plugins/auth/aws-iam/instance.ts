import {
  cloudFailure,
  cloudRefused,
  cloudUnavailable,
  retryable,
  terminal,
  OperatorError,
  type CloudAnswer,
  type CloudCall,
  type Platform,
} from '#kernel';
import { z } from 'zod';
import type { AwsCredentials } from './credentials.ts';
import { jsonCredentials, parseJson } from './json-credentials.ts';

const IPV4 = 'http://169.254.169.254';
const IPV6 = 'http://[fd00:ec2::254]';
const ROLES = '/latest/meta-data/iam/security-credentials/';
const DOCUMENT = '/latest/dynamic/instance-identity/document';
/** The answer comes from the node itself, or is dropped on the way. */
const TIMEOUT_MS = 2_000;
/** A session is for the two or three calls of one login. */
const SESSION_SECONDS = '60';

const REGION_HINT = 'Set AWS_REGION in the pod of the operator.';
const CREDENTIALS_HINT =
  'Give the pod an identity of its own (IRSA or EKS Pod Identity). To use the one of its EC2 instance, the hop limit of the metadata service must be at ' +
  'least 2, and no network policy may stand between.';

/** The metadata service also answers with status 200 that it has no credentials. */
const Failed = z.object({ Code: z.string().refine((code) => code !== 'Success') });
const Document = z.object({ region: z.string().min(1) });

/**
 * Credentials of the role of the EC2 instance, by version 2 of its metadata service. Throws retryable `CloudUnavailable` when it does not answer, which is how
 * it looks on other machines; terminal `CredentialsNotFound` when the instance has no role, or AWS_EC2_METADATA_DISABLED forbids to ask.
 */
export async function instanceCredentials(platform: Platform, signal: AbortSignal): Promise<AwsCredentials> {
  const metadata = await openMetadata(platform, CREDENTIALS_HINT, signal);
  const list = metadata.request('list the roles of the instance', ROLES);
  const roles = await platform.call(list, signal);
  if (roles.status === 404) {
    throw terminal('CredentialsNotFound', 'The EC2 instance of the operator has no role.', {
      hint: 'Give the pod an identity of its own (IRSA or EKS Pod Identity), or its node an instance profile.',
    });
  }
  const [role = ''] = succeeded(list, roles).body.trim().split(/\s/u);
  const get = metadata.request('get credentials of the instance', ROLES + encodeURIComponent(role));
  const answer = succeeded(get, await platform.call(get, signal));
  const failed = Failed.safeParse(parseJson(answer.body)).data;
  if (failed !== undefined) throw cloudRefused(get, failed.Code);
  return jsonCredentials(get, answer);
}

/** The region of the EC2 instance, from its identity document. Throws as `instanceCredentials` does. */
export async function instanceRegion(platform: Platform, signal: AbortSignal): Promise<string | undefined> {
  const call = (await openMetadata(platform, REGION_HINT, signal)).request('get the region of the instance', DOCUMENT);
  const answer = succeeded(call, await platform.call(call, signal));
  return Document.safeParse(parseJson(answer.body)).data?.region;
}

/** A session of the metadata service. */
interface Metadata {
  request(what: string, path: string): CloudCall;
}

async function openMetadata(platform: Platform, hint: string, signal: AbortSignal): Promise<Metadata> {
  if (platform.variable('AWS_EC2_METADATA_DISABLED')?.toLowerCase() === 'true') {
    throw terminal(
      'CredentialsNotFound',
      'AWS_EC2_METADATA_DISABLED forbids the operator to ask its EC2 instance, and it has nothing better.',
      { hint },
    );
  }
  const mode = platform.variable('AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE')?.toLowerCase();
  const given = platform.variable('AWS_EC2_METADATA_SERVICE_ENDPOINT') ?? (mode === 'ipv6' ? IPV6 : IPV4);
  const base = given.replace(/\/+$/u, '');
  const open: CloudCall = {
    what: 'open a session of the metadata service of the instance',
    method: 'PUT',
    url: `${base}/latest/api/token`,
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': SESSION_SECONDS },
    timeoutMs: TIMEOUT_MS,
  };
  const session = succeeded(open, await withHint(hint, platform.call(open, signal))).body.trim();
  if (!/^[\w+/=-]+$/.test(session)) throw cloudUnavailable(open, 'the answer holds no session', { hint });
  return {
    request: (what, path) => ({
      what,
      method: 'GET',
      url: base + path,
      headers: { 'X-aws-ec2-metadata-token': session },
      timeoutMs: TIMEOUT_MS,
    }),
  };
}

function succeeded(call: CloudCall, answer: CloudAnswer): CloudAnswer {
  if (answer.status !== 200) throw cloudFailure(call, answer);
  return answer;
}

/** The instance is asked last, so what is wrong is mostly that the pod has nothing better. */
async function withHint(hint: string, call: Promise<CloudAnswer>): Promise<CloudAnswer> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof OperatorError) || error.reason !== 'CloudUnavailable') throw error;
    throw retryable('CloudUnavailable', error.message, { hint, cause: error });
  }
}
