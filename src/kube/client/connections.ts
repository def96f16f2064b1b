import { Pool, ProxyAgent, type Dispatcher } from 'undici';
import type { ClusterAccess, TlsMaterial } from '../config/index.ts';

/** Dispatchers of one set of TLS material. */
interface Lanes {
  readonly tls: TlsMaterial;
  readonly fingerprint: string;
  readonly requests: Dispatcher;
  readonly watches: Dispatcher;
}

/** Longest wait for TCP and TLS. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Below the 90 s after which the API server closes idle connections, so that we do not send into a closing one. */
const IDLE_MS = 60_000;
/** Below the idle limit of common load balancers, which drop quiet connections without a word. */
const TCP_KEEP_ALIVE_MS = 30_000;

/**
 * TLS connections, reused. Watches have their own: they occupy a connection for minutes, and would starve requests.
 * HTTP/1.1 on purpose: one socket per watch makes aborts clean, and one broken socket harms one request.
 */
export class Connections {
  private lanes: Lanes | undefined;
  private readonly retired = new Set<Dispatcher>();

  constructor(
    private readonly access: ClusterAccess,
    private readonly limit: number,
  ) {}

  /**
   * The dispatcher for this TLS material. New material (a rotated CA or client certificate) retires the old connections
   * gracefully.
   */
  lane(tls: TlsMaterial, use: 'requests' | 'watches'): Dispatcher {
    // Credentials are read anew each minute and asked about with every request: only another object can be another material.
    if (this.lanes?.tls === tls) return this.lanes[use];
    const fingerprint = JSON.stringify(tls);
    if (this.lanes?.fingerprint === fingerprint) {
      this.lanes = { ...this.lanes, tls };
    } else {
      if (this.lanes !== undefined) this.retire(this.lanes);
      this.lanes = { tls, fingerprint, requests: this.open(tls, this.limit), watches: this.open(tls, null) };
    }
    return this.lanes[use];
  }

  /** Breaks all connections; what is in flight fails. */
  async close(): Promise<void> {
    const all = [...this.retired, ...(this.lanes === undefined ? [] : [this.lanes.requests, this.lanes.watches])];
    this.lanes = undefined;
    this.retired.clear();
    await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
  }

  private retire(lanes: Lanes): void {
    for (const dispatcher of [lanes.requests, lanes.watches]) {
      this.retired.add(dispatcher);
      // Resolves when the last request, or the last watch, has ended by itself.
      void dispatcher.close().finally(() => this.retired.delete(dispatcher));
    }
  }

  private open(tls: TlsMaterial, connections: number | null): Dispatcher {
    // Deadlines are the client's own; undici's would cut quiet watches and do not follow the clock that tests own.
    const options = {
      connections,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
    };
    const connect = {
      ...tls,
      timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
    };
    const { server, proxyUrl } = this.access;
    if (proxyUrl !== undefined) return new ProxyAgent({ ...options, uri: proxyUrl, requestTls: connect });
    return new Pool(server.origin, { ...options, connect });
  }
}
