import type { Clock, Random } from '#kernel';
import { Flights } from '../flight/index.ts';
import { CallFailure, meansThat } from '../failures/index.ts';
import type { Host } from '../host/index.ts';
import type { Transport } from '../transport/index.ts';

/** Generations of servers: `v3` knows the raw secrets of 2024 only, `v4` the routes of 2026. */
export type Era = 'v3' | 'v4';

/** Servers get upgraded. An old one is asked again after some hours; a downgrade shows at the first call. */
const REMEMBERED_MS = 6 * 3_600_000;
/** Hosts come from resources, so there is no natural bound. */
const MOST_HOSTS = 1_000;

interface Finding {
  readonly era: Era;
  readonly untilMs: number;
}

/** Tells, once per host, which generation of routes it has. */
export class EraFinder {
  private readonly found = new Map<string, Finding>();
  private readonly flights = new Flights<Era>();

  constructor(
    private readonly transport: Transport,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** The era of `host`, from memory or by one call that all who ask meanwhile share. Throws what the call throws. */
  async of(host: Host, signal: AbortSignal): Promise<Era> {
    const finding = this.found.get(host.id);
    if (finding !== undefined && this.clock.monotonic() < finding.untilMs) return finding.era;
    return this.flights.run(host.id, (flight) => this.find(host, flight), signal);
  }

  /** Does `work` by the routes of the host; once more, where a missing route shows that the server was replaced by one of another year. */
  async run<T>(host: Host, work: (era: Era) => Promise<T>, signal: AbortSignal): Promise<T> {
    const era = await this.of(host, signal);
    try {
      return await work(era);
    } catch (error) {
      if (!meansThat(error, 'routeMissing')) throw error;
      this.forget(host, era);
      const now = await this.of(host, signal);
      if (now === era) throw error;
      return work(now);
    }
  }

  /** Drops what was found, because a route was missing that `era` must have. */
  forget(host: Host, era: Era): void {
    if (this.found.get(host.id)?.era === era) this.found.delete(host.id);
  }

  /** Ends what is under way. */
  close(): Promise<void> {
    return this.flights.close();
  }

  private async find(host: Host, signal: AbortSignal): Promise<Era> {
    const era = await this.ask(host, signal);
    if (this.found.size >= MOST_HOSTS) this.found.clear();
    // Spread, so that hosts found together are not asked together again.
    const untilMs = this.clock.monotonic() + REMEMBERED_MS * (0.75 + this.random.next() / 2);
    this.found.set(host.id, { era, untilMs });
    return era;
  }

  /**
   * Asks for a secret by the newer route and without a token. A server that has the route refuses that, before it counts the
   * call against a rate limit; one that has not says that it knows no such route, and there the older routes are left.
   */
  private async ask(host: Host, signal: AbortSignal): Promise<Era> {
    try {
      await this.transport.call(
        host,
        {
          operation: 'findEra',
          kind: 'other',
          what: 'find out the version of the API',
          send: (client, init) =>
            client.GET('/api/v4/secrets/{secretName}', {
              ...init,
              params: { path: { secretName: 'x' }, query: { projectId: 'x' } },
            }),
          parse: () => undefined,
        },
        signal,
      );
      return 'v4';
    } catch (error) {
      if (meansThat(error, 'routeMissing')) return 'v3';
      // Any other terminal refusal in Infisical's own words shows that the route is there.
      if (error instanceof CallFailure && error.disposition === 'terminal' && error.meaning !== 'forbiddenAddress') {
        return 'v4';
      }
      throw error;
    }
  }
}
