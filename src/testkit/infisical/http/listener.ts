import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

/** Key and certificate, both PEM, of a server that speaks TLS. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** The listening side: one port of one address of this machine, which can be closed and opened again. */
export class Listener {
  private readonly server: Server;
  private readonly scheme: 'http' | 'https';
  private port: number;

  constructor(
    handler: RequestListener,
    tls: TlsIdentity | undefined,
    private readonly address: string,
    port: number,
  ) {
    this.server = tls === undefined ? createHttpServer(handler) : createHttpsServer(tls, handler);
    this.scheme = tls === undefined ? 'http' : 'https';
    this.port = port;
  }

  /** Base address without a slash at its end; the same before and after `close`. */
  get url(): string {
    return `${this.scheme}://${this.address}:${this.port}`;
  }

  /** Listens, the first time on a free port unless one was asked for. Rejects if the port is taken. */
  async open(): Promise<void> {
    if (this.server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, this.address, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    const address = this.server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
  }

  /** Refuses new connections and breaks the open ones; resolves when all are gone. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }
}
