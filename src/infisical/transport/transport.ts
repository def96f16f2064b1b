import type { Client } from 'openapi-fetch';
import type { CallKind } from '../failures/index.ts';
import type { paths } from '../generated/api.ts';
import type { Host } from '../host/index.ts';
import type { Operation } from './operations.ts';

/** The typed client of `openapi/infisical.yaml`, bound to one host. */
export type ApiClient = Client<paths>;

/** What a call hands to the typed client besides its own parameters. */
export interface CallInit {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the typed client resolves with, whatever the operation. */
export interface ClientResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The last good answer to the very same call, so that the server may say that nothing changed. */
export interface HeldAnswer<T> {
  readonly etag: string;
  readonly body: T;
}

/** One call of the API. */
export interface ApiCall<T> {
  /** Label of metrics: the operationId of the document. */
  readonly operation: Operation;
  /** Which failures mean what. */
  readonly kind: CallKind;
  /** Completes "Could not ..." in messages; names the object, holds no value. */
  readonly what: string;
  /** Sent as `Authorization`; logins have none: an old token sent along would fail them. */
  readonly token?: string;
  /** Who calls, as a hash: where calls of a host are scarce, those who make them take turns. */
  readonly caller?: string;
  /** Texts of the request that must not be shown, should the server repeat them. The token is one by itself. */
  readonly confidential?: readonly string[];
  readonly held?: HeldAnswer<T>;
  /** Makes the call with the typed client, passing `init` on. */
  send(client: ApiClient, init: CallInit): Promise<ClientResult>;
  /** Reads the JSON of a 2xx. A ZodError means that the answer is nonsense; OperatorErrors pass. */
  parse(body: unknown): T;
}

/** A call that is answered by a stream of events. */
export type StreamCall = Omit<ApiCall<unknown>, 'held' | 'parse'>;

/** A good answer. */
export interface ApiAnswer<T> {
  /** The held body when the server said that nothing changed. */
  readonly body: T;
  /** In the strong form that the server takes back. */
  readonly etag: string | undefined;
}

/**
 * Carries calls to hosts. What stands before a call is another Transport around this one: see the guard.
 */
export interface Transport {
  /** Throws an OperatorError, mostly a CallFailure; when `signal` fires, its reason. */
  call<T>(host: Host, call: ApiCall<T>, signal: AbortSignal): Promise<ApiAnswer<T>>;
  /**
   * Resolves when the answer has begun: its bytes as they come, until the server ends it. It has a connection of its own, so no call ever waits for
   * one that a stream holds, and no time limit, as only its reader knows how long a silence may be. Throws as `call` does, and so does the reading. It ends
   * when `signal` fires, or when it is read no further.
   */
  stream(host: Host, call: StreamCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Throws what `call` would throw at once, without asking the host; for calls whose preparation costs something. */
  check(host: Host, call: StreamCall): void;
  /**
   * For who would wait for the call of somebody else. Throws while that one may be the call that finds out whether the host is back: it may hang for long, and
   * would hold up all who wait for it. `what` completes "Could not ...".
   */
  checkJoin(host: Host, what: string): void;
  /** Aborts what is under way and closes all connections. */
  close(): Promise<void>;
}
