import { retryable, terminal, type ErrorDetails, type OperatorError } from './errors.ts';
import type { CloudAnswer, CloudCall } from './platform.ts';

const LONGEST_SAID = 300;
const LONGEST_WAIT_SECONDS = 600;

/** The shape of tokens of all clouds; none of them repeats one, and should one begin to, nobody is to see it. */
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Answers that are not about what was asked, so that asking again later may help. */
const PASSING = new Set([408, 425, 429]);

/**
 * An answer that is no success, as an error: retryable `CloudUnavailable` for 408, 425, 429 and 5xx, else terminal `CloudRefused`. `said` is what the
 * cloud gave as the reason; it must hold no credential.
 */
export function cloudFailure(call: CloudCall, { status, headers }: CloudAnswer, said = ''): OperatorError {
  const detail = `HTTP ${status}${said === '' ? '' : `, ${said}`}`;
  if (status < 500 && !PASSING.has(status)) return cloudRefused(call, detail);
  const seconds = headers['retry-after'] ?? '';
  if (!/^\d{1,6}$/.test(seconds)) return cloudUnavailable(call, detail);
  const retryAfterMs = Math.min(Math.max(1, Number(seconds)), LONGEST_WAIT_SECONDS) * 1_000;
  return cloudUnavailable(call, detail, { retryAfterMs });
}

/** The cloud has said no, or what it said is of no use and will not change by itself. */
export function cloudRefused(
  call: CloudCall,
  said: string,
  details: Omit<ErrorDetails, 'retryAfterMs'> = {},
): OperatorError {
  return terminal('CloudRefused', message(call, said), details);
}

/** The cloud could not be asked, or could not answer. */
export function cloudUnavailable(call: CloudCall, said: string, details: ErrorDetails = {}): OperatorError {
  return retryable('CloudUnavailable', message(call, said), details);
}

function message({ what, url }: CloudCall, said: string): string {
  const clean = said
    .replace(JWT, '[token]')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  const short = clean.length > LONGEST_SAID ? `${clean.slice(0, LONGEST_SAID)}...` : clean;
  return `Could not ${what} at ${URL.parse(url)?.origin ?? 'an address that is no URL'}: ${short.replace(/\.$/, '')}.`;
}
