import { randomBytes } from 'node:crypto';
import { SigningKey } from './signing-key.ts';

/** What a service account is made of; all may be left out. */
export interface GoogleAccountSpec {
  readonly email?: string;
  /** Whether it is a token creator of its own, and may have JWTs signed; it is unless told otherwise. */
  readonly maySign?: boolean;
}

/** A service account of the stand-in. */
export class GoogleAccount {
  readonly email: string;
  /** Its unique id. */
  readonly id = String(10n ** 20n + BigInt(`0x${randomBytes(8).toString('hex')}`));
  /** May be changed at any time. */
  maySign: boolean;
  /** Google's own key of the account, which signs for it. */
  readonly systemKey = new SigningKey();
  /** The one in its key file. */
  readonly userKey = new SigningKey();
  /** Tokens of a cluster that may impersonate it, by their exact text. */
  readonly subjectTokens = new Set<string>();

  constructor({
    email = `sa-${randomBytes(4).toString('hex')}@shop.iam.gserviceaccount.com`,
    maySign = true,
  }: GoogleAccountSpec) {
    this.email = email;
    this.maySign = maySign;
  }

  /** The keys whose certificates are published. */
  get keys(): readonly SigningKey[] {
    return [this.systemKey, this.userKey];
  }
}
