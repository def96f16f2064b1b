import { fingerprint, type Host } from '../host/index.ts';
import type { ApiAnswer, Transport } from '../transport/index.ts';
import type { Caller, PlainCall, PlainStreamCall } from './caller.ts';

/** Calls with a ready-made token: when the server refuses it, only another one helps. */
export class FixedTokenCaller implements Caller {
  readonly id: string;
  readonly serviceToken: boolean;

  constructor(
    readonly host: Host,
    private readonly token: string,
    private readonly transport: Transport,
  ) {
    this.id = fingerprint(host.id, 'token', token);
    this.serviceToken = token.startsWith('st.');
  }

  call<T>(call: PlainCall<T>, signal: AbortSignal): Promise<ApiAnswer<T>> {
    return this.transport.call(this.host, { ...call, token: this.token, caller: this.id }, signal);
  }

  checkJoin(what: string): void {
    this.transport.checkJoin(this.host, what);
  }

  stream(call: PlainStreamCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return this.transport.stream(this.host, { ...call, token: this.token, caller: this.id }, signal);
  }
}
