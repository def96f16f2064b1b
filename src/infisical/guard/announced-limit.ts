/** How many calls a server allows, as it tells with its answers. */
export interface AnnouncedLimit {
  /** Calls in one window, 1 or more. */
  readonly limit: number;
  /** Calls that are left in the present window, whoever made the others. */
  readonly left: number;
  /** Milliseconds until the window ends; rounded up to seconds by the server. */
  readonly endsInMs: number;
}

/** Infisical's windows last a minute. What is much longer was meant otherwise, such as an instant, or means no good. */
const LONGEST_WINDOW_SECONDS = 600;

/**
 * Reads `x-ratelimit-*`, as Infisical sends them, or `ratelimit-*`, as the IETF's draft names them. Undefined when a part is missing or
 * makes no sense: what is not understood limits nothing.
 */
export function announcedLimit(headers: Headers): AnnouncedLimit | undefined {
  return read(headers, 'x-ratelimit') ?? read(headers, 'ratelimit');
}

function read(headers: Headers, prefix: string): AnnouncedLimit | undefined {
  const [limit, left, seconds] = ['limit', 'remaining', 'reset'].map((part) => whole(headers.get(`${prefix}-${part}`)));
  if (limit === undefined || left === undefined || seconds === undefined) return undefined;
  if (limit < 1 || left > limit || seconds > LONGEST_WINDOW_SECONDS) return undefined;
  return { limit, left, endsInMs: seconds * 1_000 };
}

function whole(text: string | null): number | undefined {
  return text !== null && /^\s*\d{1,9}\s*$/u.test(text) ? Number(text) : undefined;
}
