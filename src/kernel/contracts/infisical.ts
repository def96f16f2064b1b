import type { Destination, DestinationScope } from './destination.ts';
import type { OperatorError } from './errors.ts';

/** Login methods of Infisical that exchange material for an access token: `POST /api/v1/auth/<method>-auth/login`. */
export const LOGIN_METHODS = ['universal', 'kubernetes', 'aws', 'azure', 'gcp', 'oidc', 'ldap', 'jwt'] as const;
export type LoginMethod = (typeof LOGIN_METHODS)[number];

/** A login that the core performs. */
export interface LoginCall {
  readonly kind: 'login';
  readonly method: LoginMethod;
  /**
   * Tells identities apart: equal text means that one access token serves both. May hold credentials: the core hashes it
   * at once and never shows it.
   */
  readonly identity: string;
  /** The body of the login call, made anew for each login: minted tokens and signatures are for one use. */
  body(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Set by the core from what the plugin's manifest says: it proves who the operator itself is, and goes to hosts of its own only. */
  readonly provesOperator?: boolean;
}

/** A ready-made token (a service token): there is no login. */
export interface FixedToken {
  readonly kind: 'token';
  readonly token: string;
  /** As of `LoginCall`. */
  readonly provesOperator?: boolean;
}

/** What an auth plugin returns. It never sees an access token. */
export type LoginMaterial = LoginCall | FixedToken;

/** An Infisical server as a resource addresses it. */
export interface HostAddress {
  /** As the user wrote it: with or without `/api` or a trailing slash. */
  readonly url: string;
  /** Where it is written, to name it in messages: `spec.hostAPI`. */
  readonly from?: string;
  /** PEM bundle trusted besides the system's. */
  readonly caPem?: string;
}

/** The place whose secrets are read. Absent project and environment: a service token with one scope supplies them. */
export interface SourceScope {
  readonly project?: { readonly id: string } | { readonly slug: string };
  readonly environment?: string;
  /** Absolute folder path. */
  readonly path: string;
  readonly recursive: boolean;
  /** Only this secret. */
  readonly secretName?: string;
  /** Only secrets that carry one of these tags. */
  readonly tagSlugs?: readonly string[];
}

/** One secret as read. */
export interface SourceSecret {
  readonly key: string;
  readonly value: string;
  /** Folder that it came from. */
  readonly path: string;
}

/** A source at one moment. Order is fixed: precedence was applied, each key occurs once, keys are sorted. */
export interface SourceSnapshot {
  readonly secrets: readonly SourceSecret[];
  /** Keys that occurred more than once in different folders, with the folder that won. */
  readonly clashes: readonly { readonly key: string; readonly path: string }[];
  /** On the monotonic clock: when the read began. */
  readonly readAtMs: number;
}

/** How fresh a read must be. */
export interface ReadOptions {
  /** A read that began no longer ago than this many milliseconds is good enough; 0 asks Infisical in any case. */
  readonly maxAgeMs: number;
}

/** How changes of a source become known. */
export type Listening =
  /** Nobody knows yet whether the server tells of changes. */
  | { readonly kind: 'connecting' }
  /** By events, at once. */
  | { readonly kind: 'on' }
  /** Only by reading again, for this reason; events are tried again by themselves. */
  | { readonly kind: 'polling'; readonly error: OperatorError };

/** Somebody's wish to hear of changes of a source. */
export interface SourceSubscription {
  /** How it stands at this moment. */
  readonly listening: Listening;
  /** Ends it; harmless when repeated. The stream behind it ends with the last of its subscriptions. */
  close(): void;
}

/** An authenticated way into one host, shared by all resources of one identity. Holds no token that callers can see. */
export interface InfisicalSession {
  /** The address in use, normalised: no `/api`, no trailing slash. */
  readonly host: string;
  /**
   * Lists a source, sharing reads that are in flight or fresh enough. A token that the server no longer takes is replaced by
   * one new login, unseen by the caller. Throws terminal `AccessDenied`, `ProjectNotFound`, `SourceNotFound`,
   * `InvalidCredentials`; retryable `RateLimited`, `HostUnreachable`, `HostTimeout`, `HostError`, `HostAnswerInvalid`.
   */
  read(scope: SourceScope, options: ReadOptions, signal: AbortSignal): Promise<SourceSnapshot>;
  /** A folder to write to. Asks for nothing yet. */
  destination(scope: DestinationScope): Destination;
  /**
   * Listens to changes of a source, by one stream for all subscriptions of this host, identity and project. `onNews` is called when the source has changed, or may
   * have, and when `listening` is another one; a burst of changes is one call. After a change no read of the source is fresh any more, so who reads
   * on news reads anew, once for all who share the source. Subscribe before the read, so that no change falls between the two. Resolves without
   * waiting for the stream, and not at all by its failures: those show in `listening`. Throws what the look-up of the project throws.
   */
  subscribe(scope: SourceScope, onNews: () => void, signal: AbortSignal): Promise<SourceSubscription>;
}

/** Infisical, as `Access` sees it: plugins are given sessions. */
export interface Infisical {
  /** Logs in, or finds the token that this identity already has. Throws as `InfisicalSession.read` does, and terminal `HostInvalid`, `HostNotAllowed`. */
  open(host: HostAddress, material: LoginMaterial, signal: AbortSignal): Promise<InfisicalSession>;
}
