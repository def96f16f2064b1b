import { Refusal } from '../era/index.ts';

/** Routes that share a figure; each of them still counts for itself. */
export type LimitGroup = 'secrets' | 'read' | 'write' | 'login' | 'unlimited';

/** Calls per minute, route and client address. */
export type RateLimits = Readonly<Record<Exclude<LimitGroup, 'unlimited'>, number>>;

/** What a self-hosted server in production mode applies. */
export const DEFAULT_RATE_LIMITS: RateLimits = { secrets: 60, read: 60, write: 200, login: 200 };

const WINDOW_MS = 60_000;

interface Window {
  readonly endsAt: number;
  used: number;
}

/** Fixed windows of one minute, counted for each route and client address apart. */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly limits: RateLimits | undefined,
    private readonly now: () => number,
  ) {}

  /**
   * Counts a call and gives the headers that every limited answer carries; none if the route is not limited.
   * Throws the refusal with `retry-after` once the window is used up.
   */
  count(route: string, group: LimitGroup, client: string): Record<string, string> {
    if (this.limits === undefined || group === 'unlimited') return {};
    const limit = this.limits[group];
    const window = this.window(`${route} ${client}`);
    const secondsToGo = String(Math.ceil((window.endsAt - this.now()) / 1000));
    const left = limit - window.used;
    window.used += 1;
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, left - 1)),
      'x-ratelimit-reset': secondsToGo,
    };
    if (left > 0) return headers;
    throw new Refusal('rateLimited', 'Too many calls of this route within one minute', {
      headers: { ...headers, 'retry-after': secondsToGo },
    });
  }

  private window(key: string): Window {
    const open = this.windows.get(key);
    if (open !== undefined && this.now() < open.endsAt) return open;
    const window = { endsAt: this.now() + WINDOW_MS, used: 0 };
    this.windows.set(key, window);
    return window;
  }
}
