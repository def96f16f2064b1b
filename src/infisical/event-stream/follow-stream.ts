import type { Clock } from '#kernel';
import { type CallDescription, CallFailure, cleanMessage } from '../failures/index.ts';
import { readEvent } from './change.ts';
import type { Folder } from '../sources/index.ts';
import { Silence } from './silence.ts';
import { OversizedEvent, SseParser } from './sse-parser.ts';

/** Servers ping every 15 s: four of them missed, and nobody is there any more. */
const LONGEST_SILENCE_MS = 60_000;
/** What is more than this in a minute is no news of secrets, and reading it would cost all others their turn. */
const MOST_BYTES_A_MINUTE = 8 * 2 ** 20;
const MINUTE_MS = 60_000;

/** Told what comes over one stream. Must not throw. */
export interface StreamObserver {
  /** The server has begun to answer. */
  opened(): void;
  /** Something has changed in these folders, or anywhere in the project when undefined. */
  changed(folders: readonly Folder[] | undefined): void;
}

/** One stream to follow. */
export interface StreamOptions {
  readonly clock: Clock;
  readonly about: CallDescription;
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  readonly observer: StreamObserver;
}

/**
 * Follows a stream to its end, which always comes one day: resolves to why it ended, `eventsEnded`. A stream that is silent for a minute,
 * or that is flooded, is ended from here. Throws what `open` throws, and the reason of `signal`.
 */
export async function followStream(
  { clock, about, open, observer }: StreamOptions,
  signal: AbortSignal,
): Promise<CallFailure> {
  const ended = (detail: string): CallFailure => new CallFailure('eventsEnded', about, detail);
  const silenced = new AbortController();
  const chunks = await open(AbortSignal.any([signal, silenced.signal]));
  const silence = new Silence(clock, LONGEST_SILENCE_MS, () => {
    silenced.abort();
  });
  const parser = new SseParser();
  let minuteMs = clock.monotonic();
  let bytes = 0;
  observer.opened();
  try {
    for await (const chunk of chunks) {
      silence.heard();
      const nowMs = clock.monotonic();
      if (nowMs - minuteMs >= MINUTE_MS) [minuteMs, bytes] = [nowMs, 0];
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES_A_MINUTE) return ended(`more than ${MOST_BYTES_A_MINUTE} bytes in a minute`);
      for (const event of parser.push(chunk)) {
        const news = readEvent(event);
        if (news.kind === 'end') return ended(`the server says: ${cleanMessage(news.message) || 'an error'}`);
        if (news.kind === 'change') observer.changed(news.folders);
      }
    }
    return ended('by the server');
  } catch (error) {
    signal.throwIfAborted();
    if (silenced.signal.aborted) return ended(`silent for ${LONGEST_SILENCE_MS / 1_000} s`);
    if (error instanceof OversizedEvent) return ended('an event too large to be one');
    throw error;
  } finally {
    silence.stop();
  }
}
