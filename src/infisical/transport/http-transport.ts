import type { Clock, Counter, Histogram, Metrics } from '#kernel';
import { ZodError } from 'zod';
import { closedError } from '../flight/index.ts';
import { type CallDescription, CallFailure, classifyAnswer, classifyNetworkError } from '../failures/index.ts';
import type { AddressRules, Host } from '../host/index.ts';
import { exchange } from './exchange.ts';
import { openStream, readStream } from './open-stream.ts';
import { OPERATIONS } from './operations.ts';
import { Pools } from './pools.ts';
import type { ApiAnswer, ApiCall, StreamCall, Transport } from './transport.ts';

/** Settings of the wire. */
export interface TransportOptions extends AddressRules {
  readonly userAgent: string;
  /** For one call, from the first byte out to the last byte in. */
  readonly callTimeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** Calls over HTTP, timed, limited, counted and classified. */
export class HttpTransport implements Transport {
  private readonly pools: Pools;
  private readonly closing = new AbortController();
  private readonly requests: Counter;
  private readonly durations: Histogram;

  constructor(
    private readonly clock: Clock,
    metrics: Metrics,
    private readonly options: TransportOptions,
  ) {
    // Connections have no clock of ours; their own limits only catch what ours missed.
    this.pools = new Pools(options.callTimeoutMs * 2, options);
    this.requests = metrics.counter(
      'infisical_requests_total',
      'Calls to Infisical, by operation and status code; "error", "timeout" and "aborted" had no answer.',
      ['operation', 'code'],
    );
    this.durations = metrics.histogram('infisical_request_duration_seconds', 'Time that calls to Infisical took.', [
      'operation',
    ]);
    for (const operation of OPERATIONS) {
      this.requests.inc({ operation, code: '200' }, 0);
      this.durations.zero({ operation });
    }
  }

  call<T>(host: Host, call: ApiCall<T>, signal: AbortSignal): Promise<ApiAnswer<T>> {
    return this.timed(host, call, signal, (until, onStatus) => this.attempt(host, call, until, onStatus));
  }

  stream(host: Host, call: StreamCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return this.timed(host, call, signal, (until, onStatus) => this.begin(host, call, until, onStatus));
  }

  check(): void {
    this.closing.signal.throwIfAborted();
  }

  checkJoin(): void {
    this.closing.signal.throwIfAborted();
  }

  async close(): Promise<void> {
    this.closing.abort(closedError());
    await this.pools.close();
  }

  /** Does `work` within the limits of one call, counts it and classifies its failure. The limit of time is off once it is done. */
  private async timed<T>(
    host: Host,
    call: StreamCall,
    signal: AbortSignal,
    work: (until: AbortSignal, onStatus: (status: number) => void) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    this.closing.signal.throwIfAborted();
    const beganMs = this.clock.monotonic();
    const timeout = new AbortController();
    const timer = this.clock.timer(this.options.callTimeoutMs, () => {
      timeout.abort();
    });
    const about = { what: call.what, host: host.base };
    let code = 'error';
    try {
      const any = AbortSignal.any([signal, timeout.signal, this.closing.signal]);
      return await work(any, (status) => {
        code = String(status);
      });
    } catch (error) {
      // An abort surfaces as one of many errors; who aborted decides what it means.
      if (signal.aborted || this.closing.signal.aborted) code = 'aborted';
      signal.throwIfAborted();
      this.closing.signal.throwIfAborted();
      if (timeout.signal.aborted) {
        code = 'timeout';
        throw new CallFailure('tooSlow', about, `${this.options.callTimeoutMs} ms`);
      }
      throw classifyNetworkError(error, about);
    } finally {
      timer.cancel();
      this.requests.inc({ operation: call.operation, code });
      this.durations.observe((this.clock.monotonic() - beganMs) / 1_000, { operation: call.operation });
    }
  }

  private async attempt<T>(
    host: Host,
    call: ApiCall<T>,
    signal: AbortSignal,
    onStatus: (status: number) => void,
  ): Promise<ApiAnswer<T>> {
    const about = { what: call.what, host: host.base };
    const lease = this.pools.lease(host);
    try {
      const { data, error, response } = await call.send(lease.client, {
        headers: {
          ...this.headersOf(call),
          ...(call.held === undefined ? {} : { 'if-none-match': call.held.etag }),
        },
        fetch: async (request) => {
          const limits = { signal, maxAnswerBytes: this.options.maxAnswerBytes };
          const answer = await exchange(lease.dispatcher, request, about, limits);
          onStatus(answer.status);
          return answer;
        },
      });
      if (response.status === 304 && call.held !== undefined) return call.held;
      if (!response.ok) throw this.refused(call, about, response, error);
      return { body: parse(call, data, about), etag: strong(response.headers.get('etag')) };
    } finally {
      lease.release();
    }
  }

  private async begin(
    host: Host,
    call: StreamCall,
    signal: AbortSignal,
    onStatus: (status: number) => void,
  ): Promise<AsyncIterable<Uint8Array>> {
    const about = { what: call.what, host: host.base };
    const { dispatcher, client } = this.pools.dedicated(host);
    let body: AsyncIterable<unknown> | undefined;
    try {
      const { error, response } = await call.send(client, {
        headers: { ...this.headersOf(call), accept: 'text/event-stream', 'accept-encoding': 'identity' },
        fetch: async (request) => {
          const limits = { signal, maxAnswerBytes: this.options.maxAnswerBytes };
          const opened = await openStream(dispatcher, request, about, limits);
          onStatus(opened.status);
          if ('answer' in opened) return opened.answer;
          ({ body } = opened);
          // The typed client sees an empty answer: it would wait for the end of this one.
          return new Response(null, { status: 204 });
        },
      });
      if (body === undefined) throw this.refused(call, about, response, error);
      return readStream(body, dispatcher, about, signal);
    } finally {
      if (body === undefined) await dispatcher.destroy();
    }
  }

  private refused(call: StreamCall, about: CallDescription, response: Response, body: unknown): CallFailure {
    const confidential = [...(call.token === undefined ? [] : [call.token]), ...(call.confidential ?? [])];
    const refused = { status: response.status, headers: response.headers, body };
    return classifyAnswer(refused, { ...about, kind: call.kind, confidential, nowMs: this.clock.now() });
  }

  private headersOf(call: StreamCall): Readonly<Record<string, string>> {
    return {
      accept: 'application/json',
      'user-agent': this.options.userAgent,
      ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
    };
  }
}

function parse<T>(call: ApiCall<T>, data: unknown, about: CallDescription): T {
  try {
    return call.parse(data);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    // Paths only: the issue itself may quote what it found.
    const fields = error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the whole body');
    throw new CallFailure('answerInvalid', about, `unexpected: ${fields.join(', ')}`);
  }
}

/** Infisical compares ETags as one exact string; a proxy that compresses puts `W/` before it. */
function strong(etag: string | null): string | undefined {
  return etag === null ? undefined : etag.replace(/^W\//u, '');
}
