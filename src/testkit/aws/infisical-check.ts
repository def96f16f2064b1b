import type { SeenRequest } from '../cloud/index.ts';
import type { AwsAccount } from './account.ts';
import { securityTokens } from './token-service.ts';

/** How a machine identity of Infisical is set up for AWS. */
export interface AwsCheckOptions {
  /** Of the server. 24 asks one address whatever the request was signed for, 26 the region that the signature names. */
  readonly era: '24' | '26';
  /** Era 24: where the server asks; the global endpoint unless given. */
  readonly stsEndpoint?: string;
  /** Who may log in; may hold `*`. A session of a role counts as the role. */
  readonly allowedArns: readonly string[];
}

type Check = (material: Readonly<Record<string, string>>) => boolean;

/** The login check of Infisical: sends the request that it was given, as it was given, to the token service, and looks at whose it is. */
export function infisicalCheck(
  account: AwsAccount,
  { era, stsEndpoint = 'https://sts.amazonaws.com/', allowedArns }: AwsCheckOptions,
): Check {
  return ({ iamHttpRequestMethod = 'POST', iamRequestBody = '', iamRequestHeaders = '' }) => {
    const given = stringsOf(JSON.parse(decode(iamRequestHeaders)));
    const headers = Object.fromEntries(
      Object.entries({ Accept: 'application/json', ...given }).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const region = /Credential=[^/]+\/\d{8}\/([\dA-Za-z-]{1,20})\//.exec(headers['authorization'] ?? '')?.[1];
    if (era === '26' && region === undefined) return false;
    const { host } = new URL(era === '26' ? `https://sts.${String(region)}.amazonaws.com/` : stsEndpoint);
    const body = decode(iamRequestBody);
    // What does not fit the body breaks the connection to AWS, or is cut off by it.
    if (headers['content-length'] !== undefined && Number(headers['content-length']) !== Buffer.byteLength(body))
      return false;
    const request: SeenRequest = {
      method: iamHttpRequestMethod,
      path: '/',
      query: new URLSearchParams(),
      headers,
      body,
    };
    const answer = securityTokens(request, account, host, /^sts\.([\w-]+)\.amazonaws\./.exec(host)?.[1] ?? 'us-east-1');
    const arn = answer.status === 200 ? arnIn(answer.body) : undefined;
    return arn !== undefined && allowedArns.some((allowed) => fits(allowed, arn));
  };
}

function stringsOf(headers: unknown): Record<string, string> {
  const entries = Object.entries(headers as object) as [string, unknown][];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (texts.length !== entries.length) throw new Error('a header is no text');
  return Object.fromEntries(texts);
}

/** The ARN of the caller; of an assumed role, that of the role. */
function arnIn(body: unknown): string | undefined {
  const { Arn } = (body as { GetCallerIdentityResponse: { GetCallerIdentityResult: { Arn?: string } } })
    .GetCallerIdentityResponse.GetCallerIdentityResult;
  return Arn?.replace(/^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:aws:iam::$1:role/$2');
}

function fits(allowed: string, arn: string): boolean {
  const pattern = allowed.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(arn);
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
