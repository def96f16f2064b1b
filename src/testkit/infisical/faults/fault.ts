/** Something that goes wrong with one request. `fault` makes them. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly body: string | undefined; readonly headers: Headers }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset'; readonly at: ResetPoint }
  | { readonly kind: 'body'; readonly status: number; readonly contentType: string; readonly text: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'contentType'; readonly contentType: string }
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number };

type Headers = Readonly<Record<string, string>>;

/**
 * Where a connection breaks. `request`: before the request had any effect. `answer`: the request was carried out, and
 * not one byte of the answer got out. `body`: in the middle of the answer's body.
 */
export type ResetPoint = 'request' | 'answer' | 'body';

/** How a refusal by status looks. */
export interface StatusOptions {
  /** Sent as `retry-after`. */
  readonly retryAfterSeconds?: number;
  /** The body's text; the era's error envelope unless given, and no body at all if it is empty. */
  readonly body?: string;
}

/** Makers of faults, to be planned with `Faults`. */
export const fault = {
  /** Answers with this status, and does not carry the request out. */
  status(status: number, { retryAfterSeconds, body }: StatusOptions = {}): Fault {
    const headers: Headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return { kind: 'status', status, body, headers };
  },
  /** Carries the request out after a wait of real time. */
  delay: (ms: number): Fault => ({ kind: 'delay', ms }),
  /** Never answers; the request is not carried out. Ends with the connection. */
  hang: (): Fault => ({ kind: 'hang' }),
  /** Breaks the connection with a TCP reset. */
  reset: (at: ResetPoint = 'request'): Fault => ({ kind: 'reset', at }),
  /** A web page with status 200, as a proxy or a login portal would send; the request is not carried out. */
  html: (): Fault => ({
    kind: 'body',
    status: 200,
    contentType: 'text/html; charset=utf-8',
    text: '<!doctype html><html><head><title>Sign in</title></head><body></body></html>',
  }),
  /** Answers with any text as JSON and status 200; the request is not carried out. */
  json: (text: string): Fault => ({ kind: 'body', status: 200, contentType: 'application/json', text }),
  /** Carries the request out and answers with the first half of the JSON as if it were all. */
  malformed: (): Fault => ({ kind: 'malformed' }),
  /** Carries the request out, announces the whole answer and closes the connection after half of it. */
  truncated: (): Fault => ({ kind: 'truncated' }),
  /** Carries the request out and names another media type. */
  contentType: (contentType: string): Fault => ({ kind: 'contentType', contentType }),
  /** Carries the request out and sends the answer in small pieces, with a wait of real time between them. */
  drip: (bytes: number, everyMs: number): Fault => ({ kind: 'drip', bytes, everyMs }),
} as const;
