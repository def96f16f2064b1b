import type { Clock, Platform } from '#kernel';

/** Keys of AWS, of a user or of a session. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only of a session. */
  readonly sessionToken: string | undefined;
}

/** What all sources of credentials are given. */
export interface AwsContext {
  readonly platform: Platform;
  readonly clock: Clock;
  /** The region, looked for when first wanted. Throws retryable `CloudUnavailable`, or terminal `CredentialsIncomplete`. */
  region(signal: AbortSignal): Promise<string>;
}
