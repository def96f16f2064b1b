import { token } from '../container/index.ts';

/** One HTTP call to an endpoint that a cloud proves identities with: a metadata server, a token service. */
export interface CloudCall {
  /** Completes "Could not ...", for example `get a token of the managed identity`; holds no value. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Whole address. Messages show no more of it than scheme, host and port: paths and queries may hold credentials. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first byte out to the last byte in; 5 000 unless given. */
  readonly timeoutMs?: number;
}

/** An answer of any status; a redirect is one, too, and is not followed. */
export interface CloudAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The machine that the operator runs on, as login methods of clouds see it. What a spec asks for must never choose a host to call here: link-local
 * addresses, where metadata servers are, are allowed, and answers are credentials.
 */
export interface Platform {
  /** An environment variable of the operator as it is now; undefined when it is not set or empty. */
  variable(name: string): string | undefined;
  /**
   * The text of a file of the operator's container, of at most 256 KiB; undefined when there is none. Throws terminal `CredentialsNotFound` for
   * what cannot be read, is no regular file, is longer, or is no UTF-8, and retryable `CloudUnavailable` when reading takes too long.
   */
  file(path: string, signal: AbortSignal): Promise<string | undefined>;
  /**
   * Makes the call, once. Throws retryable `CloudUnavailable` when there is no whole answer in time, or one of more than 256 KiB; terminal
   * `CredentialsIncomplete` when the address is none of http or https; the reason of `signal` when that fires.
   */
  call(call: CloudCall, signal: AbortSignal): Promise<CloudAnswer>;
}
export const PLATFORM = token<Platform>('kernel.platform');
