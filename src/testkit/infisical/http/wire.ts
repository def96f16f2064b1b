import { createHash, randomBytes } from 'node:crypto';
import type { Era, Refusal } from '../era/index.ts';

/** An answer ready to be sent. */
export interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What of a request decides about the form of its answer. */
export interface AnswerContext {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly ifNoneMatch: string | undefined;
  /** The server's own address, which it names as the only allowed origin, whatever origin asks. */
  readonly siteUrl: string;
  readonly limitHeaders: Readonly<Record<string, string>>;
}

/** A 200 with a JSON body, or the 304 that takes its place when the client has exactly this ETag. */
export function success(body: unknown, context: AnswerContext): Wire {
  const wire = json(200, body, context);
  // One exact string: no list, no `*`, and a weak form never matches.
  if (context.ifNoneMatch !== wire.headers['etag']) return wire;
  return { status: 304, headers: { ...wire.headers, 'content-length': '0' }, body: Buffer.alloc(0) };
}

/** The era's answer to a refusal. */
export function failure(refusal: Refusal, era: Era, context: AnswerContext): Wire {
  const row = era.failures[refusal.kind];
  const { code = row.code, details, issues, headers } = refusal.extra;
  const path = context.target.split('?')[0] ?? '';
  const error = typeof row.error === 'string' ? row.error : row.error(path);
  const body = {
    ...envelope(row.status, issues ?? row.message ?? refusal.message, error, era),
    ...(code === undefined || era.detailedErrors ? {} : { code }),
    ...(era.detailedErrors && details !== undefined ? { details } : {}),
  };
  const wire = json(row.status, body, context);
  return { ...wire, headers: { ...wire.headers, ...headers } };
}

/** What the body of every error answer of an era holds. */
export function envelope(statusCode: number, message: unknown, error: string, era: Era): Record<string, unknown> {
  const reqId = era.detailedErrors ? { reqId: `req-${randomBytes(7).toString('hex')}` } : {};
  return { ...reqId, statusCode, message, error };
}

/** The answer to a path or method that does not exist; never with a `reqId`, which is how clients tell it apart. */
export function noSuchRoute(context: AnswerContext): Wire {
  const message = `Route ${context.method}:${context.target} not found`;
  return json(404, { message, error: 'Not Found', statusCode: 404 }, context);
}

/** The answer to a CORS preflight. */
export function preflight(context: AnswerContext): Wire {
  const headers = {
    ...corsHeaders(context.siteUrl),
    vary: 'Origin, Access-Control-Request-Headers',
    'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
    'content-length': '0',
  };
  return { status: 204, headers, body: Buffer.alloc(0) };
}

/** Headers of every answer that belong to no content. */
export function corsHeaders(siteUrl: string): Record<string, string> {
  return {
    vary: 'Origin',
    'access-control-allow-origin': siteUrl,
    'access-control-allow-credentials': 'true',
    'x-content-type-options': 'nosniff',
  };
}

/** Any JSON body under any status. */
export function json(status: number, value: unknown, context: AnswerContext): Wire {
  const body = Buffer.from(JSON.stringify(value));
  const headers = {
    ...corsHeaders(context.siteUrl),
    ...context.limitHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    etag: `"${createHash('sha1').update(body).digest('base64')}"`,
  };
  return { status, headers, body };
}
