import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { settle } from '../../../src/testkit/index.ts';

/** Turns of the event loop without a request after which nothing more is going on. */
const QUIET_TURNS = 3;
const LIMIT_MS = 30_000;

/** The part of undici's Request that its channels hand out and that is needed here. */
interface SeenRequest {
  readonly origin?: unknown;
  readonly path?: unknown;
}

/**
 * Knows which HTTP requests of this process have no complete answer yet, by undici's own channels; watches and streams of events left out, which
 * never have one.
 */
export class InFlight {
  private readonly open = new Set<SeenRequest>();
  private readonly ignored = new Set<string>();

  constructor() {
    subscribe('undici:request:create', this.onCreate);
    subscribe('undici:request:trailers', this.onEnd);
    subscribe('undici:request:error', this.onEnd);
  }

  /** From now on requests to this address do not count: they are never answered. */
  ignore(url: string): void {
    this.ignored.add(new URL(url).origin);
  }

  /** Resolves when there is no request, and none came of the last answers. */
  async settled(): Promise<void> {
    const until = performance.now() + LIMIT_MS;
    for (let quiet = 0; quiet < QUIET_TURNS;) {
      await settle();
      const busy = [...this.open].filter(({ origin }) => !this.ignored.has(String(origin)));
      quiet = busy.length === 0 ? quiet + 1 : 0;
      if (performance.now() > until) {
        throw new Error(
          `still not answered: ${busy.map(({ origin, path }) => `${String(origin)}${String(path)}`).join(', ')}`,
        );
      }
    }
  }

  stop(): void {
    unsubscribe('undici:request:create', this.onCreate);
    unsubscribe('undici:request:trailers', this.onEnd);
    unsubscribe('undici:request:error', this.onEnd);
  }

  private readonly onCreate = (message: unknown): void => {
    const request = requestOf(message);
    if (request !== undefined && !/[?&]watch=|\/events\/subscribe/u.test(String(request.path))) this.open.add(request);
  };

  private readonly onEnd = (message: unknown): void => {
    const request = requestOf(message);
    if (request !== undefined) this.open.delete(request);
  };
}

function requestOf(message: unknown): SeenRequest | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  return typeof message.request === 'object' && message.request !== null ? message.request : undefined;
}
