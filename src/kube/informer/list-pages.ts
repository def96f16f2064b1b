import { z } from 'zod';
import { unavailable, unexpected, type KubeClient, type KubeRefusal, type KubeRequest } from '../client/index.ts';
import { acceptOf, selectionOf, type Collection } from './collection.ts';

/** Objects per page: bounds what the server and we hold at a time. */
const PAGE_SIZE = 500;
/** A page of 500 large objects takes its time. */
const PAGE_TIMEOUT_MS = 60_000;

/** How a list ended: with the version to watch from, or with an answer that the caller knows what to do about. */
export type ListEnd =
  | { readonly kind: 'listed'; readonly resourceVersion: string }
  | Extract<KubeRefusal, { kind: 'not-found' | 'no-namespace' | 'gone' }>;

const page = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1), continue: z.string().optional() }),
  // Go writes an empty slice of some lists as null.
  items: z
    .array(z.unknown())
    .nullish()
    .transform((items) => items ?? []),
});

/**
 * Lists everything, page by page, and hands out each item once. `gone`: the list took so long that its pages expired;
 * what was handed out is true, but not complete. Throws what the client throws.
 */
export async function listPages(
  client: KubeClient,
  collection: Collection,
  onItem: (item: unknown) => void,
  signal: AbortSignal,
): Promise<ListEnd> {
  let token: string | undefined;
  for (;;) {
    const request: KubeRequest = {
      verb: 'list',
      target: { type: collection.type, namespace: collection.namespace },
      query: {
        ...selectionOf(collection),
        limit: String(PAGE_SIZE),
        ...(token === undefined ? {} : { continue: token }),
      },
      accept: acceptOf(collection, 'list'),
      timeoutMs: PAGE_TIMEOUT_MS,
    };
    const answer = await client.request(request, signal);
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace' || answer.kind === 'gone') return answer;
    if (answer.kind !== 'ok') throw unexpected(request, answer);
    const parsed = page.safeParse(answer.body);
    if (!parsed.success) throw unavailable(request, 'answered with something that is not a list');
    for (const item of parsed.data.items) onItem(item);
    token = parsed.data.metadata.continue;
    if (token === undefined || token === '') {
      return { kind: 'listed', resourceVersion: parsed.data.metadata.resourceVersion };
    }
  }
}
