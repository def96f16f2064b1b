import type { Call } from '../rest/index.ts';

/** What goes wrong with a request. */
export type Fault =
  /** A Status with this code instead of the answer; the request is not run. */
  | { readonly kind: 'status'; readonly code: number; readonly retryAfterSeconds?: number; readonly message?: string }
  /** The request is run after a pause, in milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** No answer, and the request is not run; the connection stays until the client gives up or the server goes down. */
  | { readonly kind: 'hang' }
  /** The connection is reset; the request is not run. */
  | { readonly kind: 'reset' }
  /** The request is run, and the connection is reset instead of an answer. */
  | { readonly kind: 'lost' }
  /** Status 200 with a body that is no JSON; the request is not run. */
  | { readonly kind: 'malformed'; readonly body?: string };

/** Which requests are meant: all given fields must be equal, or the function must say so. */
export type CallMatcher = Partial<Call> | ((call: Call) => boolean);

/** Whether a call is meant. */
export function matches(matcher: CallMatcher, call: Call): boolean {
  if (typeof matcher === 'function') return matcher(call);
  const actual: Readonly<Record<string, unknown>> = { ...call };
  return Object.entries(matcher).every(([key, wanted]) => actual[key] === wanted);
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** The reason that a Status of that code carries; empty for codes without one. */
export const reasonOf = (code: number): string => REASONS[code] ?? '';
