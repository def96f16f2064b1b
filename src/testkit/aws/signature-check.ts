import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it arrived, headers by lower-case name. */
export interface SignedRequest {
  readonly method: string;
  /** Percent-encoded, as it stands on the wire. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a signature is checked against. */
export interface SignatureTerms {
  readonly service: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The secret key of an access key; undefined when nobody has that. */
  secretKey(accessKeyId: string): string | undefined;
}

/** A refusal in the words of AWS. */
export class SignatureRefusal extends Error {
  override readonly name = 'SignatureRefusal';

  constructor(
    readonly code:
      'MissingAuthenticationToken' | 'IncompleteSignature' | 'InvalidClientTokenId' | 'SignatureDoesNotMatch',
    message: string,
  ) {
    super(message);
  }
}

const MOST_SKEW_MS = 15 * 60_000;
const FORM =
  /^AWS4-HMAC-SHA256\s+Credential=([\w]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request,\s*SignedHeaders=([\w;-]+),\s*Signature=([\da-f]{64})$/;

/**
 * Checks Signature Version 4, written from the chapter "Signing AWS API requests" of the IAM user guide, and not from any code that signs. Returns the access
 * key that signed. Throws SignatureRefusal.
 */
export function checkSignature(request: SignedRequest, terms: SignatureTerms): string {
  const { headers } = request;
  const authorization = headers['authorization'];
  if (authorization === undefined)
    throw new SignatureRefusal('MissingAuthenticationToken', 'Request is missing Authentication Token');
  const [, accessKeyId = '', date = '', region, service, list = '', signature = ''] = FORM.exec(authorization) ?? [];
  if (accessKeyId === '') throw new SignatureRefusal('IncompleteSignature', 'Authorization header is malformed.');
  const secretKey = terms.secretKey(accessKeyId);
  if (secretKey === undefined)
    throw new SignatureRefusal('InvalidClientTokenId', 'The security token included in the request is invalid.');
  if (region !== terms.region || service !== terms.service) {
    throw new SignatureRefusal('SignatureDoesNotMatch', `Credential should be scoped to a valid region and service.`);
  }
  const time = headers['x-amz-date'] ?? '';
  const sentMs = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(terms.nowMs - sentMs) <= MOST_SKEW_MS) || !time.startsWith(date)) {
    throw new SignatureRefusal('SignatureDoesNotMatch', `Signature expired or not yet current: ${time}`);
  }
  const signedHeaders = list.split(';');
  const mustBeSigned = Object.keys(headers).filter(
    (name) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'),
  );
  if (!mustBeSigned.every((name) => signedHeaders.includes(name)) || !signedHeaders.includes('host')) {
    throw new SignatureRefusal('SignatureDoesNotMatch', 'Host, Content-Type and X-Amz-* headers must be signed.');
  }

  const hash = createHash('sha256').update(canonicalRequest(request, signedHeaders)).digest('hex');
  const stringToSign = `AWS4-HMAC-SHA256\n${time}\n${date}/${region}/${service}/aws4_request\n${hash}`;
  const dateKey = mac(`AWS4${secretKey}`, date);
  const dateRegionKey = mac(dateKey, region);
  const dateRegionServiceKey = mac(dateRegionKey, service);
  const signingKey = mac(dateRegionServiceKey, 'aws4_request');
  if (!timingSafeEqual(mac(signingKey, stringToSign), Buffer.from(signature, 'hex'))) {
    throw new SignatureRefusal(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  return accessKeyId;
}

/** Six parts, each on lines of its own; the parts of headers end with an empty line. */
function canonicalRequest(
  { method, path, query, headers, body }: SignedRequest,
  signedHeaders: readonly string[],
): string {
  const parameters = [...query].map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`).sort();
  const headerLines = [...signedHeaders]
    .sort()
    .map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [
    method,
    path === '' ? '/' : path,
    parameters.join('&'),
    headerLines.join(''),
    [...signedHeaders].sort().join(';'),
    createHash('sha256').update(body, 'utf8').digest('hex'),
  ].join('\n');
}

/** All but letters, digits and `-._~`, which encodeURIComponent leaves some more of. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
