import { z } from 'zod';

/** One event of a watch, taken apart as far as the reflector needs it. */
export type WatchEvent =
  | { readonly kind: 'changed' | 'deleted'; readonly resourceVersion: string; readonly object: unknown }
  | { readonly kind: 'bookmark'; readonly resourceVersion: string }
  /** The server ends the watch with a Status; 410 means that the version is too old. */
  | { readonly kind: 'error'; readonly code: number | undefined };

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']), object: z.unknown() }),
  z.object({ type: z.literal('ERROR'), object: z.object({ code: z.number().optional() }).catch({}) }),
]);

const versioned = z.object({ metadata: z.object({ resourceVersion: z.string().min(1) }) });

/**
 * Reads one line. Throws when it is no event, or one without resourceVersion: going on would lose our place in the
 * stream.
 */
export function parseWatchEvent(line: Buffer): WatchEvent {
  const event = eventSchema.parse(JSON.parse(line.toString('utf8')));
  if (event.type === 'ERROR') return { kind: 'error', code: event.object.code };
  const { resourceVersion } = versioned.parse(event.object).metadata;
  if (event.type === 'BOOKMARK') return { kind: 'bookmark', resourceVersion };
  return { kind: event.type === 'DELETED' ? 'deleted' : 'changed', resourceVersion, object: event.object };
}
