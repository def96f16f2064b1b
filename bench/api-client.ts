import { Agent, type Dispatcher } from 'undici';

/** Where the API server is, and as whom to call it. */
export interface ApiAccess {
  /** Without a slash at the end. */
  readonly server: string;
  readonly caPem: string;
  readonly token: string;
}

/** One call of the benchmark. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: { readonly contentType: string; readonly value: object };
  /** Default: plain JSON of the whole object. */
  readonly accept?: string;
}

/** Longest time for one call, in milliseconds. Deleting a collection of thousands takes the server a while. */
const TIMEOUT_MS = 120_000;

/** The least that speaks to an API server: kept-alive connections over HTTP/1.1, as the operator has them, and nothing else. */
export class ApiClient {
  private readonly dispatcher: Agent;

  constructor(
    private readonly access: ApiAccess,
    connections: number,
  ) {
    this.dispatcher = new Agent({
      connections,
      allowH2: false,
      bodyTimeout: 0,
      headersTimeout: TIMEOUT_MS,
      connect: { ca: access.caPem },
    });
  }

  /** The parsed answer. Throws on any status but 2xx, with what the server said. */
  async call(call: ApiCall): Promise<unknown> {
    const response = await this.send(call, AbortSignal.timeout(TIMEOUT_MS));
    return JSON.parse(await response.body.text());
  }

  /** Makes the call and lets the answer go unread, which spares the client all work on it. Throws as `call` does. */
  async push(call: ApiCall): Promise<void> {
    const response = await this.send(call, undefined);
    await response.body.dump();
  }

  /** The body of a long answer as it comes; ends with the signal. */
  async stream(call: ApiCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return (await this.send(call, signal)).body;
  }

  /** Breaks all connections. */
  close(): Promise<void> {
    return this.dispatcher.destroy();
  }

  private async send(
    { method, path, body, accept }: ApiCall,
    signal: AbortSignal | undefined,
  ): Promise<Dispatcher.ResponseData> {
    const response = await this.dispatcher.request({
      origin: this.access.server,
      path,
      method,
      headers: {
        accept: accept ?? 'application/json',
        authorization: `Bearer ${this.access.token}`,
        'user-agent': 'infisical-operator-bench',
        ...(body === undefined ? {} : { 'content-type': body.contentType }),
      },
      body: body === undefined ? null : JSON.stringify(body.value),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.statusCode >= 300) {
      throw new Error(`${method} ${path} was answered with ${response.statusCode}: ${await response.body.text()}`);
    }
    return response;
  }
}
