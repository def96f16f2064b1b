import { createServer, type Server, type ServerResponse } from 'node:http';
import type { PrometheusMetrics } from './metrics.ts';

/** Answers of the probes at this moment; a text is the reason why not. */
export interface Health {
  /** False only when a restart is the cure. */
  live(): true | string;
  /** True when the caches are synced. */
  ready(): true | string;
}

/** A page that is served besides, made anew for each request. */
export interface Page {
  readonly path: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  render(): string;
}

/** Where the probes are served. */
export interface ProbeServer {
  /** The port in use. */
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/healthz`, `/readyz`, `/metrics` and the given pages. Rejects when the address cannot be bound. */
export async function serveProbes(
  address: { readonly host: string; readonly port: number },
  health: Health,
  metrics: PrometheusMetrics,
  pages: readonly Page[] = [],
): Promise<ProbeServer> {
  const served = new Map(pages.map((page) => [page.path, page]));
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const page = served.get(path);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response, 405, 'only GET is served here\n');
    } else if (page !== undefined) {
      answer(response, 200, page.render(), page.contentType, page.headers);
    } else if (path === '/healthz') {
      answerProbe(response, health.live());
    } else if (path === '/readyz') {
      answerProbe(response, health.ready());
    } else if (path === '/metrics') {
      metrics.expose().then(
        ({ contentType, text }) => {
          answer(response, 200, text, contentType);
        },
        () => {
          answer(response, 500, 'the metrics could not be collected\n');
        },
      );
    } else {
      const paths = ['/healthz', '/readyz', '/metrics', ...served.keys()];
      answer(response, 404, `there are ${paths.slice(0, -1).join(', ')} and ${paths.at(-1)}\n`);
    }
  });
  // Slow or idle clients of an unauthenticated port must not hold sockets.
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.keepAliveTimeout = 5_000;
  const port = await listen(server, address.host, address.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}

function answerProbe(response: ServerResponse, verdict: true | string): void {
  if (verdict === true) answer(response, 200, 'ok\n');
  else answer(response, 503, `${verdict}\n`);
}

function answer(
  response: ServerResponse,
  status: number,
  text: string,
  contentType = 'text/plain; charset=utf-8',
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', ...headers });
  response.end(text);
}
