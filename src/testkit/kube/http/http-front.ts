import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { exchange, type WireParts } from './exchange-handler.ts';

/** The listening side: one port for life, which can be closed and opened again while the API keeps its state. */
export class HttpFront {
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  constructor(private readonly parts: WireParts) {}

  /** The port; 0 before the first `open`. */
  get port(): number {
    return this.#port;
  }

  /** Listens on loopback; the first time on a port of the system's choice, later on the same. */
  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((incoming, outgoing) => {
      void exchange(this.parts, incoming, outgoing);
    });
    // Watches and hangs outlast every default limit of a web server.
    server.requestTimeout = 0;
    server.headersTimeout = 0;
    server.timeout = 0;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#server = server;
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  /** Stops listening and breaks every connection. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
