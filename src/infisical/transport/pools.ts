import createClient from 'openapi-fetch';
import { type buildConnector, Client, type Dispatcher, Pool } from 'undici';
import type { paths } from '../generated/api.ts';
import type { AddressRules, Host } from '../host/index.ts';
import { guardedLookup } from './guarded-lookup.ts';
import type { ApiClient } from './transport.ts';
import { trustBesidesSystem } from './trust.ts';

/** More hosts than this at a time are served, too, but their connections are not kept. */
const KEPT = 64;
const CONNECTIONS_PER_HOST = 16;

/** The way to one host, for the time of one call. */
export interface PoolLease {
  readonly dispatcher: Dispatcher;
  readonly client: ApiClient;
  /** To be called once, when the answer was read. */
  release(): void;
}

interface Entry {
  readonly pool: Pool;
  readonly connect: buildConnector.BuildOptions;
  readonly client: ApiClient;
  leases: number;
}

/** Connections by host and trust, the most recently used kept; one that is in use is never closed. */
export class Pools {
  // A Map keeps the order of insertion; using an entry moves it to the end.
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly timeoutMs: number,
    private readonly rules: AddressRules,
  ) {}

  /** Throws terminal `CaInvalid`. */
  lease(host: Host): PoolLease {
    const entry = this.use(host);
    entry.leases += 1;
    this.evict();
    return {
      dispatcher: entry.pool,
      client: entry.client,
      release: () => {
        entry.leases -= 1;
        this.evict();
      },
    };
  }

  /**
   * A connection apart from the pool, for one answer that goes on: it takes none away from the calls. Whoever asks for it destroys it. Throws terminal
   * `CaInvalid`.
   */
  dedicated(host: Host): Pick<PoolLease, 'dispatcher' | 'client'> {
    const { connect, client } = this.use(host);
    this.evict();
    const options = { allowH2: false, headersTimeout: this.timeoutMs, bodyTimeout: 0, connect };
    return { dispatcher: new Client(new URL(host.base).origin, options), client };
  }

  /** How many hosts have a pool. */
  get size(): number {
    return this.entries.size;
  }

  /** Closes all connections, also those in use. */
  async close(): Promise<void> {
    const pools = [...this.entries.values()].map(({ pool }) => pool);
    this.entries.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private use(host: Host): Entry {
    const entry = this.entries.get(host.id) ?? this.open(host);
    this.entries.delete(host.id);
    this.entries.set(host.id, entry);
    return entry;
  }

  private open(host: Host): Entry {
    const trust = host.caPem === undefined ? {} : { secureContext: trustBesidesSystem(host.caPem) };
    const connect = { timeout: this.timeoutMs, lookup: guardedLookup(this.rules), ...trust };
    const pool = new Pool(new URL(host.base).origin, {
      connections: CONNECTIONS_PER_HOST,
      // One call per connection: an abort ends exactly one call.
      allowH2: false,
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
      connect,
    });
    return { pool, connect, client: createClient<paths>({ baseUrl: host.base }), leases: 0 };
  }

  private evict(): void {
    for (const [id, entry] of this.entries) {
      if (this.entries.size <= KEPT) return;
      if (entry.leases > 0) continue;
      this.entries.delete(id);
      // Nobody uses it, so closing waits for nothing; a failure to close an idle socket is nobody's business.
      entry.pool.close().catch(() => undefined);
    }
  }
}
