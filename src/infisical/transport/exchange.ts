import { type Dispatcher, errors } from 'undici';
import { type CallDescription, CallFailure } from '../failures/index.ts';

/** The parts of an answer's head that are read later. */
const KEPT_HEADERS = [
  'etag',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
] as const;
/** Statuses that a Response refuses a body for. */
const BODILESS = new Set([204, 205, 304]);

/** The limits of one exchange. */
export interface ExchangeOptions {
  readonly signal: AbortSignal;
  /** A longer answer is invalid: nothing of Infisical's comes near it, and memory is shared by all resources. */
  readonly maxAnswerBytes: number;
}

/**
 * Sends `request` and reads the whole answer, as `readAnswer` does; a GET is sent once more when its connection was an idle one that
 * the server was just closing: that is how a server restarts, or ends a connection that was idle for too long, and no failure of
 * the call. The errors of undici pass.
 */
export async function exchange(
  dispatcher: Dispatcher,
  request: Request,
  about: CallDescription,
  options: ExchangeOptions,
): Promise<Response> {
  let answer: Dispatcher.ResponseData;
  try {
    answer = await send(dispatcher, request, options.signal);
  } catch (error) {
    if (request.method !== 'GET' || !closedWhileIdle(error)) throw error;
    answer = await send(dispatcher, request, options.signal);
  }
  return readAnswer(answer, about, options);
}

/** Sends `request` and gives its answer unread. */
export async function send(
  dispatcher: Dispatcher,
  request: Request,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const url = new URL(request.url);
  return dispatcher.request({
    path: url.pathname + url.search,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? null : await request.text(),
    signal,
  });
}

/** Refuses an answer that was not read, with a failure to throw: an unread body would hold its connection. */
export function refuse(answer: Dispatcher.ResponseData, about: CallDescription, detail: string): CallFailure {
  answer.body.on('error', () => undefined).destroy();
  return new CallFailure('answerInvalid', about, detail);
}

/** The media type of an answer, without parameters and in lower case; empty when there is none. */
export function mediaType(answer: Dispatcher.ResponseData): string {
  return text(answer.headers['content-type']).split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** A status and what was sent with it, in words. */
export function describeType(status: number, type: string): string {
  return `HTTP ${status} with ${type === '' ? 'no content type' : `the content type ${safe(type)}`}`;
}

/**
 * Reads the whole answer. No redirect is followed: it would carry the token, or a login, to wherever the
 * answer says. Throws CallFailure `answerInvalid` for a redirect, for a success that is no JSON, and for an answer that is too
 * long or no UTF-8; the errors of undici pass.
 */
export async function readAnswer(
  answer: Dispatcher.ResponseData,
  about: CallDescription,
  { maxAnswerBytes }: Pick<ExchangeOptions, 'maxAnswerBytes'>,
): Promise<Response> {
  const { statusCode: status } = answer;
  const reject = (detail: string): CallFailure => refuse(answer, about, detail);

  if (status < 200 || status > 599) throw reject(`HTTP ${status}`);
  if (status >= 300 && status < 400 && status !== 304) throw reject(`HTTP ${status}, a redirect, is not followed`);
  const type = mediaType(answer);
  if (status < 300 && !BODILESS.has(status) && !/^application\/(?:[\w.-]+\+)?json$/u.test(type)) {
    throw reject(`${describeType(status, type)}, not JSON`);
  }

  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<unknown> = answer.body;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw reject('no bytes');
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) throw reject(`longer than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const name of KEPT_HEADERS) {
    const value = text(answer.headers[name]);
    if (value !== '') headers.set(name, value);
  }
  return new Response(BODILESS.has(status) ? null : decode(Buffer.concat(chunks), about), { status, headers });
}

/** Closed in good order before any byte of this answer, after answers to earlier requests. */
function closedWhileIdle(error: unknown): boolean {
  return error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0;
}

function decode(bytes: Uint8Array, about: CallDescription): string {
  try {
    // Replacement characters would end up in somebody's password.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CallFailure('answerInvalid', about, 'no valid UTF-8');
  }
}

function text(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}

function safe(type: string): string {
  return type.replace(/[^\w/.+-]/gu, '').slice(0, 60);
}
