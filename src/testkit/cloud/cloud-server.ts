import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { CloudFault } from './cloud-fault.ts';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer; a body that is no text is sent as JSON. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a stand-in does with a request: an answer, or a fault of its own. Undefined: it does not know the path. */
export type CloudHandler = (request: SeenRequest) => GivenAnswer | CloudFault | undefined;

/** The server of a stand-in for a cloud: one port of the loopback, a record of requests, and faults on demand. */
export class CloudServer {
  /** All requests, in order, also those that met a fault. */
  readonly requests: SeenRequest[] = [];
  private readonly faults: { readonly path: string; readonly fault: CloudFault; left: number }[] = [];
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    private readonly handler: CloudHandler,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(handler: CloudHandler): Promise<CloudServer> {
    const server = createServer();
    const started = new CloudServer(server, handler);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return started;
  }

  /** Base address without a slash at its end. */
  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The next `count` requests whose path begins with `path` meet the fault. */
  fail(fault: CloudFault, { path = '/', count = Infinity }: { path?: string; count?: number } = {}): void {
    this.faults.push({ path, fault, left: count });
  }

  /** Ends all faults. */
  heal(): void {
    this.faults.length = 0;
  }

  /** Resolves with the next request that arrives. */
  async arrived(): Promise<void> {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Breaks all connections and closes the port. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await read(request);
    this.requests.push(seen);
    for (const tell of this.waiting.splice(0)) tell();
    const plan = this.faults.find(({ path, left }) => left > 0 && seen.path.startsWith(path));
    if (plan !== undefined) {
      plan.left -= 1;
      plan.fault(response);
      return;
    }
    const outcome = this.handler(seen) ?? { status: 404 };
    if (typeof outcome === 'function') {
      outcome(response);
      return;
    }
    const { status, headers, body = '' } = outcome;
    const isText = typeof body === 'string';
    response
      .writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8', ...headers })
      .end(isText ? body : JSON.stringify(body));
  }
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
