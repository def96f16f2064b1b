import { AccessTokens, type LateRenewal } from './access/index.ts';
import { type Era, ERA_24, ERA_26, type EraId } from './era/index.ts';
import { type EventPaths, EventStreams, type Ping } from './events/index.ts';
import { Faults } from './faults/index.ts';
import {
  DEFAULT_RATE_LIMITS,
  Listener,
  RateLimiter,
  type RateLimits,
  RequestHandler,
  Router,
  type TlsIdentity,
} from './http/index.ts';
import { CallLog } from './recording/index.ts';
import { allRoutes, type EventsOffer } from './routes/index.ts';
import { Seeding } from './seeding/index.ts';
import { Shuffle, World } from './state/index.ts';

const PING_MS = 15_000;

/** How the emulator behaves; the defaults are a quiet server on plain HTTP. */
export interface InfisicalOptions {
  /** The generation of servers to stand in for. */
  readonly era: EraId;
  /** Milliseconds since 1970, for the life of tokens, rate limits and all times; the system's clock unless given. */
  readonly now?: () => number;
  /** Rate limits as a server in production applies them, or figures of one's own. None unless given. */
  readonly rateLimits?: true | Partial<RateLimits>;
  /** What a renewal past the greatest age of a token does; `kill` unless given. */
  readonly lateRenewal?: LateRenewal;
  /** Whether change events are offered (era 26); they are unless given. */
  readonly events?: EventsOffer;
  /** How event streams keep alive, `event` unless given, and how often in real time, 15 s unless given. */
  readonly ping?: Ping;
  readonly pingMs?: number;
  /** How paths of event subscriptions are read, `prefix` unless given. */
  readonly eventPaths?: EventPaths;
  /** Event streams one identity may have open in one project; no limit unless given. */
  readonly maxStreamsPerIdentity?: number;
  /** Unknown routes answer 200 with a web page. */
  readonly servesWebPage?: boolean;
  /** Serves HTTPS with this key and certificate. */
  readonly tls?: TlsIdentity;
  /** IPv4 address of this machine to listen on, such as that of a bridge to pods; 127.0.0.1 unless given. */
  readonly address?: string;
  /** Port on that address; a free one unless given. */
  readonly port?: number;
}

/** A running emulator: the server, its administrator, its faults and its log. */
export class Infisical extends Seeding {
  readonly faults = new Faults();
  readonly calls = new CallLog();
  /** The open event streams. */
  readonly events: EventStreams;
  /** What the emulator's own code has thrown; the client saw a 500. Empty unless the emulator has a mistake. */
  readonly crashes: readonly unknown[];
  private readonly listener: Listener;

  /** Use `startInfisical`. */
  constructor(options: InfisicalOptions) {
    const { now = Date.now, rateLimits } = options;
    const era: Era = options.era === '24' ? ERA_24 : ERA_26;
    const world = new World(now, new Shuffle());
    const tokens = new AccessTokens(era, world, options.lateRenewal ?? 'kill');
    super(era, world, tokens);
    this.events = new EventStreams(
      world,
      options.ping ?? 'event',
      options.pingMs ?? PING_MS,
      options.eventPaths ?? 'prefix',
    );
    const events = {
      streams: this.events,
      offer: options.events ?? 'available',
      maxPerIdentity: options.maxStreamsPerIdentity ?? Infinity,
    };
    const figures = rateLimits === true ? {} : rateLimits;
    const handler = new RequestHandler({
      era,
      world,
      tokens,
      router: new Router(allRoutes(era, events), era.id),
      limiter: new RateLimiter(figures && { ...DEFAULT_RATE_LIMITS, ...figures }, now),
      faults: this.faults,
      calls: this.calls,
      siteUrl: () => this.url,
      servesWebPage: options.servesWebPage ?? false,
    });
    this.crashes = handler.crashes;
    this.listener = new Listener(
      (request, response) => void handler.handle(request, response),
      options.tls,
      options.address ?? '127.0.0.1',
      options.port ?? 0,
    );
  }

  /** Address of the server, such as `http://127.0.0.1:4711`; stays the same from `down` to `up`. */
  get url(): string {
    return this.listener.url;
  }

  /** Refuses connections and breaks the open ones, until `up`. State, tokens and log stay. */
  async down(): Promise<void> {
    await this.listener.close();
  }

  /** Takes connections again, on the same port. */
  async up(): Promise<void> {
    await this.listener.open();
  }

  /** Gives lists in another order at every call, in a sequence that the seed decides. */
  shuffle(seed = 1): void {
    this.world.shuffle.on(seed);
  }

  /** Breaks all connections, closes the port and cancels all faults; held requests are dropped, not carried out. Harmless when repeated. */
  async stop(): Promise<void> {
    await this.listener.close();
    this.faults.clear();
  }
}

/** Starts an emulator; rejects if the port it was given is taken. Whoever starts it has to stop it. */
export async function startInfisical(options: InfisicalOptions): Promise<Infisical> {
  const infisical = new Infisical(options);
  await infisical.up();
  return infisical;
}
