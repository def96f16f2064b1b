import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { Clock, CloudCall, Platform } from '#kernel';
import { z } from 'zod';
import { jsonAnswer } from '../json-answer.ts';
import {
  AccessToken,
  CLOUD_PLATFORM,
  Email,
  PrivateAddress,
  Universe,
  contentOf,
  incomplete,
  type CredentialsFile,
  type ServiceAccount,
} from './credentials.ts';

/** Seconds that the assertion is good for; Google takes no more than an hour. */
const LIFE_SECONDS = 600;

const Key = z.object({
  client_email: Email,
  private_key: z.string(),
  private_key_id: z.string().min(1).max(256),
  token_uri: PrivateAddress.default('https://oauth2.googleapis.com/token'),
  universe_domain: Universe,
});

const Token = z.object({ access_token: AccessToken });

/** A service account by its key file: an assertion that the key signs is exchanged for an access token (RFC 7523). */
export class ServiceAccountKey implements ServiceAccount {
  readonly email: string;
  readonly universe: string;
  private readonly key: KeyObject;
  private readonly keyId: string;
  private readonly tokenUri: string;

  /** Throws terminal `CredentialsIncomplete`. */
  constructor(
    private readonly platform: Platform,
    private readonly clock: Clock,
    file: CredentialsFile,
  ) {
    const content = contentOf(file, Key);
    this.email = content.client_email;
    this.universe = content.universe_domain;
    this.key = privateKey(file, content.private_key);
    this.keyId = content.private_key_id;
    this.tokenUri = content.token_uri;
  }

  async accessToken(signal: AbortSignal): Promise<string> {
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: this.assertion(),
    });
    const call: CloudCall = {
      what: `get a token for ${this.email}`,
      method: 'POST',
      url: this.tokenUri,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs: 10_000,
    };
    return jsonAnswer(call, await this.platform.call(call, signal), Token).access_token;
  }

  private assertion(): string {
    const issuedAt = Math.floor(this.clock.now() / 1_000);
    const claims = {
      iss: this.email,
      scope: CLOUD_PLATFORM,
      aud: this.tokenUri,
      iat: issuedAt,
      exp: issuedAt + LIFE_SECONDS,
    };
    const content = [{ alg: 'RS256', typ: 'JWT', kid: this.keyId }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${content}.${sign('sha256', Buffer.from(content), this.key).toString('base64url')}`;
  }
}

function privateKey(file: CredentialsFile, pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What OpenSSL says of it helps nobody, and the cause would bring it along.
    throw incomplete(file, 'its private_key is no key in PEM');
  }
  if (key.asymmetricKeyType === 'rsa') return key;
  throw incomplete(file, 'its private_key is no RSA key');
}
