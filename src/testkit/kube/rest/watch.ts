import { expired, FieldError, invalid, type ApiError } from '../errors/index.ts';
import type { JsonObject, KubeObject } from '../json/index.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/index.ts';
import type { Change } from '../storage/index.ts';
import type { Cluster } from './cluster.ts';
import type { WatchSession, WatchSink } from './exchange.ts';
import { inScope, type Scope } from './list.ts';
import { flag, readVersion } from './options.ts';
import { readSelectors, type Selector } from './selectors.ts';

/** How often a quiet watch that allows bookmarks is sent one, in milliseconds. */
const BOOKMARK_INTERVAL_MS = 60_000;

/** Turns an object into the representation that the client asked for; undefined is a bookmark's bare object. */
export type Represent = (object: KubeObject) => JsonObject;

/** A watch that has been checked and not yet started. */
export interface WatchPlan {
  readonly scope: Scope;
  readonly version: number | undefined;
  readonly selects: Selector;
  readonly bookmarks: boolean;
  readonly initialEvents: boolean;
  readonly timeoutMs: number;
}

/**
 * Reads the parameters of a watch.
 * @throws ApiError for combinations that the real server refuses.
 */
export function planWatch(scope: Scope, query: URLSearchParams): WatchPlan {
  const sendInitial = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  const refuse = (field: string, why: string): Error =>
    invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [FieldError.forbidden(field, why)]);
  if (sendInitial !== null && match !== 'NotOlderThan') {
    throw refuse('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  }
  if (sendInitial === null && match !== '') {
    throw refuse(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return {
    scope,
    version: readVersion(query),
    selects: readSelectors(scope.kind, query),
    bookmarks: flag(query, 'allowWatchBookmarks'),
    initialEvents: flag(query, 'sendInitialEvents'),
    // Without a limit of the client's, the real server picks one of half an hour to an hour.
    timeoutMs: seconds > 0 ? seconds * 1000 : 1_800_000,
  };
}

/** Starts a watch: replays what the client has missed, then follows. Events reach the sink in order and at once. */
export function startWatch(cluster: Cluster, plan: WatchPlan, represent: Represent, sink: WatchSink): WatchSession {
  const { kind } = plan.scope;
  const resume = plan.version === undefined || plan.version === 0 || plan.initialEvents ? undefined : plan.version;
  const missed = resume === undefined ? [] : cluster.store.changesSince(kind.storage, resume);
  if (missed === undefined) {
    sink.event(errorEvent(expired(`too old resource version: ${resume ?? 0} (${cluster.store.version})`)));
    sink.end();
    return { bookmark: () => undefined, stop: () => undefined };
  }
  const selects = (object: KubeObject): boolean => inScope(plan.scope, object) && plan.selects(object);
  const send = (change: Change): void => {
    const event = visibleEvent(kind, change, selects);
    if (event !== undefined) sink.event({ type: event.type, object: represent(event.object) });
  };
  if (resume === undefined) sendState(cluster, plan, selects, represent, sink);
  else for (const change of missed) send(change);
  const stopListening = cluster.store.listen(kind.storage, send);
  const bookmark = (): void => {
    if (plan.bookmarks)
      sink.event({ type: 'BOOKMARK', object: represent(bookmarkObject(kind, cluster.store.version)) });
  };
  const ticker = setInterval(bookmark, BOOKMARK_INTERVAL_MS).unref();
  const stop = (): void => {
    clearInterval(ticker);
    clearTimeout(timeout);
    stopListening();
  };
  const timeout = setTimeout(() => {
    // One last bookmark, so that the client resumes from here and not from its last event.
    bookmark();
    stop();
    sink.end();
  }, plan.timeoutMs).unref();
  return { bookmark, stop };
}

function sendState(cluster: Cluster, plan: WatchPlan, selects: Selector, represent: Represent, sink: WatchSink): void {
  const { kind } = plan.scope;
  for (const stored of cluster.store.list(kind.storage)) {
    const object = kind.load(stored);
    if (selects(object)) sink.event({ type: 'ADDED', object: represent(object) });
  }
  if (!plan.initialEvents || !plan.bookmarks) return;
  const end = bookmarkObject(kind, cluster.store.version);
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  sink.event({ type: 'BOOKMARK', object: represent({ ...end, metadata: { ...end.metadata, annotations } }) });
}

/** The event as a client with this selection sees it: objects that leave the selection are deleted for it. */
function visibleEvent(
  kind: ResourceKind,
  change: Change,
  selects: Selector,
): { type: string; object: KubeObject } | undefined {
  const object = kind.load(change.object);
  const previous = change.previous === undefined ? undefined : kind.load(change.previous);
  const was = previous !== undefined && selects(previous);
  const is = change.type !== 'DELETED' && selects(object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
  if (!was) return undefined;
  if (change.type === 'DELETED') return { type: 'DELETED', object };
  // The client is shown the state it knew, under the version at which it left.
  return {
    type: 'DELETED',
    object: { ...previous, metadata: { ...previous.metadata, resourceVersion: String(change.version) } },
  };
}

function bookmarkObject(kind: ResourceKind, version: number): KubeObject {
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: String(version) } };
}

/** The ERROR event for a refusal. */
function errorEvent(error: ApiError): JsonObject {
  return { type: 'ERROR', object: error.toStatus() };
}
