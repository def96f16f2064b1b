import type { ApiAnswer, ApiCall, StreamCall } from '../transport/index.ts';
import type { Host } from '../host/index.ts';

/** A call of the API without the token that goes with it, and without its caller. */
export type PlainCall<T> = Omit<ApiCall<T>, 'token' | 'caller'>;

/** As `PlainCall`, answered by a stream. */
export type PlainStreamCall = Omit<StreamCall, 'token' | 'caller'>;

/** Calls one host in the name of one identity. */
export interface Caller {
  readonly host: Host;
  /** Hash of host and identity: what one may see, another with the same key may see, too. */
  readonly id: string;
  /** The token itself is a service token, which reads in one project only and cannot look up slugs. */
  readonly serviceToken: boolean;
  /** As `Transport.call`, with a token. */
  call<T>(call: PlainCall<T>, signal: AbortSignal): Promise<ApiAnswer<T>>;
  /** As `Transport.checkJoin`. */
  checkJoin(what: string): void;
  /** As `Transport.stream`, with a token of this moment. */
  stream(call: PlainStreamCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}
