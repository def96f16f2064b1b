import { createHash, createHmac } from 'node:crypto';
import type { AwsCredentials } from './credentials.ts';

/** A request of the Security Token Service, ready to be sent: `POST /`. */
export interface StsRequest {
  /** With the names as AWS writes them; all values as they were signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is signed, and with what. */
export interface StsSigning {
  readonly host: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Milliseconds since 1970; AWS takes a signature for some minutes around this. */
  readonly nowMs: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 'sts';

/** The form of an action of the Security Token Service. */
export function stsForm(action: string, parameters: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({ Action: action, Version: '2011-06-15', ...parameters }).toString();
}

/** The headers of a form that is not signed. */
export const FORM_HEADERS = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' } as const;

/**
 * Signs a form, by Signature Version 4 of AWS. All headers are signed but Content-Length: whoever sends the request writes that by himself, and the
 * signature covers the body anyway.
 */
export function signStsRequest(body: string, { host, region, credentials, nowMs }: StsSigning): StsRequest {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/gu, '');
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signed: Readonly<Record<string, string>> = {
    ...FORM_HEADERS,
    Host: host,
    'X-Amz-Date': time,
    ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
  };
  const lines = Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value] as const);
  lines.sort(([a], [b]) => (a < b ? -1 : 1));
  const names = lines.map(([name]) => name).join(';');
  const canonical = ['POST', '/', '', ...lines.map((line) => line.join(':')), '', names, sha256(body)].join('\n');

  const day = time.slice(0, 8);
  const scope = `${day}/${region}/${SERVICE}/aws4_request`;
  const toSign = [ALGORITHM, time, scope, sha256(canonical)].join('\n');
  const key = [day, region, SERVICE, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  const signature = hmac(key, toSign).toString('hex');
  return {
    headers: {
      ...signed,
      'Content-Length': String(Buffer.byteLength(body)),
      Authorization: `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    },
    body,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
