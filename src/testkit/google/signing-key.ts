import { generateKeyPairSync, randomBytes, sign, verify, type KeyPairKeyObjectResult } from 'node:crypto';

/** The two parts of a token that are read. */
export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** An RSA key with an id, which signs JSON Web Tokens and tells its own. */
export class SigningKey {
  readonly id = randomBytes(20).toString('hex');
  private made: KeyPairKeyObjectResult | undefined;

  // Made when first wanted: it takes a tenth of a second.
  private get pair(): KeyPairKeyObjectResult {
    return (this.made ??= generateKeyPairSync('rsa', { modulusLength: 2_048 }));
  }

  /** The private half as a key file has it. */
  get pem(): string {
    return this.pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  sign(claims: object): string {
    const content = [{ alg: 'RS256', kid: this.id, typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${content}.${sign('sha256', Buffer.from(content), this.pair.privateKey).toString('base64url')}`;
  }

  /** Whether it has signed the token, by RS256. */
  hasSigned(token: string): boolean {
    const [head = '', body = '', signature = ''] = token.split('.');
    const isMeant = decodeToken(token).header['alg'] === 'RS256';
    const content = Buffer.from(`${head}.${body}`);
    return isMeant && verify('sha256', content, this.pair.publicKey, Buffer.from(signature, 'base64url'));
  }
}

/** What a token says, whoever signed it; empty for what is no token. */
export function decodeToken(token: string): DecodedToken {
  const [header, claims] = token.split('.').map(decodePart);
  return { header: header ?? {}, claims: claims ?? {} };
}

function decodePart(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
