import type { Dispatcher } from 'undici';
import { type CallDescription, classifyNetworkError } from '../failures/index.ts';
import { describeType, type ExchangeOptions, mediaType, readAnswer, refuse, send } from './exchange.ts';

/** An answer that goes on, or one that was read to its end because it is no stream. */
export type Opened =
  | { readonly status: number; readonly body: AsyncIterable<unknown> }
  | { readonly status: number; readonly answer: Response };

/**
 * Sends `request` and looks at the head of its answer. Throws CallFailure `answerInvalid` for a success that is no stream of events, or a
 * compressed one: nobody asked for that, and its size could not be limited. Else as `readAnswer` does.
 */
export async function openStream(
  dispatcher: Dispatcher,
  request: Request,
  about: CallDescription,
  options: ExchangeOptions,
): Promise<Opened> {
  const answer = await send(dispatcher, request, options.signal);
  const { statusCode: status } = answer;
  if (status < 200 || status > 299) return { status, answer: await readAnswer(answer, about, options) };
  const type = mediaType(answer);
  if (type !== 'text/event-stream') throw refuse(answer, about, `${describeType(status, type)}, no stream of events`);
  const coding = answer.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') throw refuse(answer, about, 'a compressed stream, which was not asked for');
  // It may break before anybody has begun to read.
  answer.body.on('error', () => undefined);
  return { status, body: answer.body };
}

/** The bytes of a stream. However it ends, or when it is read no further, its connection is destroyed. */
export async function* readStream(
  body: AsyncIterable<unknown>,
  connection: Dispatcher,
  about: CallDescription,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    signal.throwIfAborted();
    throw classifyNetworkError(error, about);
  } finally {
    await connection.destroy();
  }
}
