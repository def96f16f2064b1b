import {
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  type JsonWebKey,
  type KeyPairKeyObjectResult,
} from 'node:crypto';

const LIFE_SECONDS = 3_600;

/** Claims of a token of an application, as far as anybody looks at them. */
export interface EntraClaims {
  readonly aud: string;
  readonly iss: string;
  readonly tid: string;
  readonly oid: string;
  readonly appid: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
}

/** The keys of Entra ID: signs tokens, and publishes what they are checked with. */
export class EntraTokens {
  private made: KeyPairKeyObjectResult | undefined;
  private readonly kid = randomUUID();

  /** `now`: milliseconds since 1970. */
  constructor(
    private readonly tenantId: string,
    private readonly now: () => number,
  ) {}

  // Made when first wanted: it takes a tenth of a second.
  private get keys(): KeyPairKeyObjectResult {
    return (this.made ??= newKeys());
  }

  /** What `/discovery/keys` answers. */
  get published(): { readonly keys: readonly JsonWebKey[] } {
    return { keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig', alg: 'RS256' }] };
  }

  /** A token in the form of version 1.0, which Azure's own resources ask for. */
  issue(
    audience: string,
    objectId: string,
    clientId: string,
  ): { readonly token: string; readonly claims: EntraClaims } {
    const iat = Math.floor(this.now() / 1_000);
    const claims: EntraClaims = {
      aud: audience,
      iss: issuerOf(this.tenantId),
      tid: this.tenantId,
      oid: objectId,
      appid: clientId,
      iat,
      nbf: iat,
      exp: iat + LIFE_SECONDS,
    };
    const head = `${encode({ typ: 'JWT', alg: 'RS256', kid: this.kid })}.${encode(claims)}`;
    return {
      token: `${head}.${sign('sha256', Buffer.from(head), this.keys.privateKey).toString('base64url')}`,
      claims,
    };
  }

  /**
   * The check that Infisical makes: the published key of that id has signed it, it is valid now, and issuer, tenant, audience and object id are allowed.
   * Where the token's audience has no slash at its end, that of `resource` does not count.
   */
  isProof(token: string, resource: string, objectIds: readonly string[]): boolean {
    const [head = '', body = '', signature = ''] = token.split('.');
    const { kid } = decode(head) as { kid?: string };
    const key = this.published.keys.find((each) => each['kid'] === kid);
    if (key === undefined) return false;
    const signed = Buffer.from(`${head}.${body}`);
    if (!verify('sha256', signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url')))
      return false;
    const claims = decode(body) as EntraClaims;
    const now = this.now() / 1_000;
    const wanted = claims.aud.endsWith('/') ? resource : resource.replace(/\/$/u, '');
    return (
      claims.nbf <= now &&
      now < claims.exp &&
      claims.iss === issuerOf(this.tenantId) &&
      claims.tid === this.tenantId &&
      claims.aud === wanted &&
      objectIds.includes(claims.oid)
    );
  }
}

function newKeys(): KeyPairKeyObjectResult {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 });
}

function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return {};
  }
}
