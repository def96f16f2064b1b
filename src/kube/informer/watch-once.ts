import type { Clock, Random } from '#kernel';
import { unexpected, type KubeClient, type KubeRequest } from '../client/index.ts';
import { acceptOf, selectionOf, type Collection } from './collection.ts';
import { splitLines } from './line-splitter.ts';
import { SilenceAlarm } from './silence-alarm.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';

/**
 * Silence after which a watch counts as dead, although TCP says nothing: bookmarks come about once a minute, so this is
 * one that is missing and some time to spare.
 */
const SILENCE_MS = 95_000;

/** Why a watch ended. */
export type WatchCause = 'closed' | 'expired' | 'silent' | 'failed';

/** How one watch went. */
export interface WatchEnd {
  readonly cause: WatchCause;
  /** Where to go on. */
  readonly resourceVersion: string;
  /** At least one event or bookmark came, so the connection was good. */
  readonly heard: boolean;
  readonly error: unknown;
}

/** What a watch needs besides the client. */
export interface WatchContext {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
}

/** Called when the stream is open, and for each change and bookmark in its order. */
export interface WatchHandler {
  opened(): void;
  event(event: Exclude<WatchEvent, { kind: 'error' }>): void;
}

/** Runs one watch from a version until it ends, for whatever reason. Never rejects. */
export async function watchOnce(
  { client, clock, random }: WatchContext,
  collection: Collection,
  from: string,
  handler: WatchHandler,
  signal: AbortSignal,
): Promise<WatchEnd> {
  let resourceVersion = from;
  let heard = false;
  const end = (cause: WatchCause, error?: unknown): WatchEnd => ({ cause, resourceVersion, heard, error });

  const silence = new Error('the watch fell silent');
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const alarm = new SilenceAlarm(clock, SILENCE_MS, () => {
    controller.abort(silence);
  });
  try {
    const request = watchRequest(collection, from, random);
    const answer = await client.watch(request, controller.signal);
    if (answer.kind === 'gone') return end('expired');
    if (answer.kind !== 'ok') return end('failed', unexpected(request, answer));
    alarm.heard();
    handler.opened();
    for await (const line of splitLines(answer.chunks)) {
      alarm.heard();
      const event = parseWatchEvent(line);
      if (event.kind === 'error') {
        return end(event.code === 410 ? 'expired' : 'failed', new Error(`watch ended with status ${event.code ?? 0}`));
      }
      resourceVersion = event.resourceVersion;
      heard = true;
      handler.event(event);
    }
    return end('closed');
  } catch (error) {
    return end(controller.signal.reason === silence ? 'silent' : 'failed', error);
  } finally {
    alarm.stop();
    signal.removeEventListener('abort', stop);
  }
}

function watchRequest(collection: Collection, resourceVersion: string, random: Random): KubeRequest {
  return {
    verb: 'watch',
    target: { type: collection.type, namespace: collection.namespace },
    query: {
      ...selectionOf(collection),
      watch: 'true',
      resourceVersion,
      allowWatchBookmarks: 'true',
      // Random, so that the watches of many clients do not end together.
      timeoutSeconds: String(300 + Math.floor(300 * random.next())),
    },
    accept: acceptOf(collection, 'watch'),
  };
}
