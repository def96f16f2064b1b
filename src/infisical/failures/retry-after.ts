const SHORTEST_MS = 1_000;
/** Longer than any window of Infisical's; what asks for more is most likely wrong, and a wish that long would look like a hang. */
const LONGEST_MS = 10 * 60_000;

/**
 * How long the server wants to be left alone, between 1 s and 10 minutes: from `Retry-After` in seconds or as a date (RFC 9110
 * section 10.2.3), else from the seconds in `x-ratelimit-reset`. Undefined when it says nothing that makes sense.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const wish = headers.get('retry-after')?.trim();
  const waitMs = seconds(wish) ?? untilDate(wish, nowMs) ?? seconds(headers.get('x-ratelimit-reset')?.trim());
  return waitMs === undefined ? undefined : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waitMs));
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) * 1_000 : undefined;
}

function untilDate(text: string | undefined, nowMs: number): number | undefined {
  // Date.parse takes much that is no HTTP date, such as "-1"; those begin with the name of a day.
  if (text === undefined || !/^[A-Z][a-z]{2,8},/u.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : atMs - nowMs;
}
