import { Agent, request } from 'undici';
import type { Json } from '../../../../src/testkit/kube/index.ts';

/** Where a server is and how to be let in. */
export interface ServerAccess {
  readonly server: string;
  readonly token: string;
  readonly caPem: string | undefined;
}

/** A request; JSON unless it says otherwise. */
export interface WireRequest {
  readonly method?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json | string;
  readonly contentType?: string;
  readonly accept?: string;
}

/** Status code and parsed body; text that is no JSON stays text. */
export interface WireAnswer {
  readonly code: number;
  readonly body: Json;
}

const TIMEOUT_MS = 15_000;

/** A bare client of one API server, so that the suite sees answers as they are. */
export class WireClient {
  readonly #agent: Agent;

  constructor(
    private readonly access: ServerAccess,
    /** The namespace that this client's case has to itself. */
    readonly namespace: string,
  ) {
    this.#agent = new Agent({ connect: access.caPem === undefined ? {} : { ca: access.caPem }, bodyTimeout: 0 });
  }

  /** The same server, another namespace. */
  in(namespace: string): WireClient {
    return new WireClient(this.access, namespace);
  }

  /** Sends a request and reads the whole answer. */
  async send(wire: WireRequest): Promise<WireAnswer> {
    const { statusCode, body } = await this.#request(wire, AbortSignal.timeout(TIMEOUT_MS));
    return { code: statusCode, body: parse(await body.text()) };
  }

  /** Reads events of a watch until there are `count` or the stream ends. */
  async watch(path: string, query: Readonly<Record<string, string>>, count: number, accept?: string): Promise<Json[]> {
    const events: Json[] = [];
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const wire = { path, query: { watch: 'true', ...query }, ...(accept === undefined ? {} : { accept }) };
    const { statusCode, body } = await this.#request(wire, signal);
    if (statusCode !== 200) return [{ code: statusCode, body: parse(await body.text()) }];
    let rest = '';
    try {
      for await (const chunk of body) {
        rest += String(chunk);
        const lines = rest.split('\n');
        rest = lines.pop() ?? '';
        events.push(...lines.map(parse));
        if (events.length >= count) break;
      }
    } finally {
      stop.abort();
    }
    return events;
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #request(wire: WireRequest, signal: AbortSignal): ReturnType<typeof request> {
    const query = new URLSearchParams(wire.query).toString();
    return request(`${this.access.server}${wire.path}${query === '' ? '' : `?${query}`}`, {
      method: wire.method ?? 'GET',
      headers: {
        authorization: `Bearer ${this.access.token}`,
        'user-agent': 'conformance/1.0',
        accept: wire.accept ?? 'application/json',
        ...(wire.body === undefined ? {} : { 'content-type': wire.contentType ?? 'application/json' }),
      },
      body: wire.body === undefined ? null : typeof wire.body === 'string' ? wire.body : JSON.stringify(wire.body),
      dispatcher: this.#agent,
      signal,
    });
  }
}

function parse(text: string): Json {
  try {
    const value: Json = JSON.parse(text) as Json;
    return value;
  } catch {
    return text;
  }
}
