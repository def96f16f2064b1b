import { randomBytes } from 'node:crypto';
import { cloudFault, type CloudFault, type GivenAnswer, type SeenRequest } from '../cloud/index.ts';
import type { AwsAccount, AwsRole } from './account.ts';

const ROLES = '/latest/meta-data/iam/security-credentials/';
const HOUR_SECONDS = 3_600;
const HOPS_TO_POD = 2;

/** The metadata service of an EC2 instance that insists on version 2: a session first, then everything with its token. */
export class InstanceMetadata {
  /** Of the instance profile; undefined: the instance has none. */
  role: AwsRole | undefined;
  /** How far a new session may travel. A pod that is not on the network of its node is 2 away, and with less hears nothing. */
  hopLimit = 2;
  /** Milliseconds since 1970 until which a session is valid. */
  private readonly sessions = new Map<string, number>();

  constructor(
    private readonly account: AwsAccount,
    private readonly region: string,
  ) {}

  /** The answer to a request below `/latest/`. */
  answer({ method, path, headers }: SeenRequest): GivenAnswer | CloudFault {
    if (path === '/latest/api/token') {
      if (method !== 'PUT') return page(405, 'Method Not Allowed');
      return this.hopLimit < HOPS_TO_POD ? cloudFault.hang() : this.open(headers);
    }
    const session = this.sessions.get(headers['x-aws-ec2-metadata-token'] ?? '');
    if (session === undefined || this.account.now() >= session) return page(401, 'Unauthorized');
    if (path === '/latest/dynamic/instance-identity/document') return this.document();
    if (this.role === undefined) return page(404, 'Not Found');
    if (path === ROLES) return { status: 200, body: this.role.name };
    return path === ROLES + this.role.name ? this.credentials(this.role) : page(404, 'Not Found');
  }

  private open(headers: Readonly<Record<string, string>>): GivenAnswer {
    // A proxy on the way: the request is not from the instance itself.
    if (headers['x-forwarded-for'] !== undefined) return page(403, 'Forbidden');
    const seconds = Number(headers['x-aws-ec2-metadata-token-ttl-seconds'] ?? Number.NaN);
    if (!(Number.isInteger(seconds) && seconds >= 1 && seconds <= 21_600)) return page(400, 'Bad Request');
    const token = randomBytes(40).toString('base64url');
    this.sessions.set(token, this.account.now() + seconds * 1_000);
    return { status: 200, headers: { 'x-aws-ec2-metadata-token-ttl-seconds': String(seconds) }, body: token };
  }

  private document(): GivenAnswer {
    const document = {
      accountId: this.account.id,
      instanceId: 'i-0123456789abcdef0',
      region: this.region,
      version: '2017-09-30',
    };
    return { status: 200, body: JSON.stringify(document, undefined, 2) };
  }

  private credentials(role: AwsRole): GivenAnswer {
    const keys = this.account.session(role, 'i-0123456789abcdef0', 6 * HOUR_SECONDS);
    const credentials = {
      Code: 'Success',
      LastUpdated: new Date(this.account.now()).toISOString(),
      Type: 'AWS-HMAC',
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      Token: keys.sessionToken,
      Expiration: new Date(keys.expiresMs).toISOString(),
    };
    // The service names its JSON so.
    return { status: 200, body: JSON.stringify(credentials, undefined, 2) };
  }
}

/** A refusal of the metadata service: a web page. */
function page(status: number, title: string): GivenAnswer {
  const text = `<?xml version="1.0" encoding="iso-8859-1"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${status} - ${title}</title></head><body><h1>${status} - ${title}</h1></body></html>
`;
  return { status, headers: { 'content-type': 'text/html' }, body: text };
}
