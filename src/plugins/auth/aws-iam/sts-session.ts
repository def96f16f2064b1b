import { cloudFailure, cloudUnavailable, type CloudAnswer, type CloudCall } from '#kernel';
import type { AwsContext, AwsCredentials } from './credentials.ts';
import { stsAddress } from './sts-host.ts';
import { FORM_HEADERS, signStsRequest, stsForm } from './sts-request.ts';
import { tokenOfFile } from './token-file.ts';

/** A role to become. */
export interface Role {
  readonly arn: string;
  /** By which CloudTrail knows the session. */
  readonly sessionName: string | undefined;
  readonly externalId?: string | undefined;
}

/** A session is needed for one signature; this is the shortest there is. */
const SESSION_SECONDS = '900';
const SESSION_NAME = 'infisical-operator';

/** Answers with status 400 that pass by themselves. */
const PASSING = new Set(['IDPCommunicationError', 'Throttling', 'ThrottlingException', 'RequestLimitExceeded']);
/** Refusals whose text differs each time. */
const WITH_CLOCK = new Set(['ExpiredTokenException', 'RequestExpired', 'SignatureDoesNotMatch']);

/** A session of a role, for a token that the cluster issued to the pod (IRSA). The file is read anew each time: it is replaced within the day. */
export async function assumeByWebIdentity(
  context: AwsContext,
  role: Role,
  file: string,
  signal: AbortSignal,
): Promise<AwsCredentials> {
  const token = await tokenOfFile(context.platform, file, signal);
  const { url } = stsAddress(context.platform, await context.region(signal));
  const body = stsForm('AssumeRoleWithWebIdentity', { ...parametersOf(role), WebIdentityToken: token });
  const call: CloudCall = { what: 'assume the role of the pod', method: 'POST', url, headers: FORM_HEADERS, body };
  return sessionIn(call, await context.platform.call(call, signal));
}

/** A session of a role, for credentials that may become it. */
export async function assumeRole(
  context: AwsContext,
  role: Role,
  credentials: AwsCredentials,
  signal: AbortSignal,
): Promise<AwsCredentials> {
  const { url, host, region } = stsAddress(context.platform, await context.region(signal));
  const form = stsForm('AssumeRole', parametersOf(role));
  const { headers, body } = signStsRequest(form, { host, region, credentials, nowMs: context.clock.now() });
  const call: CloudCall = { what: 'assume the role of the profile', method: 'POST', url, headers, body };
  return sessionIn(call, await context.platform.call(call, signal));
}

function parametersOf({ arn, sessionName, externalId }: Role): Record<string, string> {
  return {
    RoleArn: arn,
    RoleSessionName: sessionName ?? SESSION_NAME,
    DurationSeconds: SESSION_SECONDS,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  };
}

function sessionIn(call: CloudCall, answer: CloudAnswer): AwsCredentials {
  if (answer.status !== 200) {
    const code = element(answer.body, 'Code') ?? '';
    const message = WITH_CLOCK.has(code) ? '' : (element(answer.body, 'Message') ?? '');
    const said = [code, message].filter((part) => part !== '').join(': ');
    if (PASSING.has(code)) throw cloudUnavailable(call, `HTTP ${answer.status}, ${said}`);
    throw cloudFailure(call, answer, said);
  }
  const accessKeyId = element(answer.body, 'AccessKeyId');
  const secretAccessKey = element(answer.body, 'SecretAccessKey');
  const sessionToken = element(answer.body, 'SessionToken');
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw cloudUnavailable(call, 'the answer holds no credentials');
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** The text of the first element of that name; the answers are flat enough to need no more of XML. */
function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>\\s*([^<]+?)\\s*</${name}>`, 'u').exec(xml)?.[1];
  return text?.replace(/&(lt|gt|quot|apos|amp);/gu, (_, entity: string) => ENTITIES[entity] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
