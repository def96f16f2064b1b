import {
  type Destination,
  type DestinationScope,
  type InfisicalSession,
  type OperatorError,
  type ReadOptions,
  REASONS,
  type SourceScope,
  type SourceSnapshot,
  type SourceSubscription,
  terminal,
} from '#kernel';
import type { Caller } from './access/index.ts';
import { type DestinationParts, FolderDestination } from './destinations/index.ts';
import { type EventHub, refusedSubscription } from './event-stream/index.ts';
import { fingerprint } from './host/index.ts';
import type { SourceCache } from './source-cache/index.ts';
import { type Folder, type Merged, scopeKey, type SourceReader } from './sources/index.ts';
import type { HeldAnswer } from './transport/index.ts';

/** What a read leaves to later ones. */
export interface KeptRead {
  /** Undefined where the server gave no ETag. */
  readonly held: HeldAnswer<Merged> | undefined;
  readonly imports: readonly Folder[];
}

/** What all sessions share. */
export interface SessionParts {
  readonly reader: SourceReader;
  readonly sources: SourceCache<KeptRead>;
  readonly events: EventHub;
  readonly destinations: DestinationParts;
}

/** One identity's way into one host. Cheap: all that is worth keeping is in the caches it shares with the others. */
export class Session implements InfisicalSession {
  readonly host: string;

  constructor(
    private readonly caller: Caller,
    private readonly parts: SessionParts,
  ) {
    this.host = caller.host.base;
  }

  read(scope: SourceScope, { maxAgeMs }: ReadOptions, signal: AbortSignal): Promise<SourceSnapshot> {
    const { caller } = this;
    const { sources, reader } = this.parts;
    return sources.read(
      this.keyOf(scope),
      maxAgeMs,
      async (kept, onBegin, flight) => {
        const { body, etag } = await reader.read({ caller, scope, held: kept?.held, onBegin }, flight);
        const { secrets, clashes, imports } = body;
        const held = etag === undefined ? undefined : { etag, body };
        return { snapshot: { secrets, clashes }, kept: { held, imports } };
      },
      signal,
      () => {
        caller.checkJoin('list the secrets');
      },
    );
  }

  async subscribe(scope: SourceScope, onNews: () => void, signal: AbortSignal): Promise<SourceSubscription> {
    const { caller } = this;
    const { sources, reader, events } = this.parts;
    if (caller.serviceToken) return refusedSubscription(noServiceTokens());
    const { projectId, environment, path, recursive } = await reader.locate(caller, scope, signal);
    signal.throwIfAborted();
    const key = this.keyOf(scope);
    const source = {
      key,
      environment,
      path,
      recursive,
      imports: () => sources.kept(key)?.imports ?? [],
      outdate: () => {
        sources.outdate(key);
      },
    };
    return events.join({ caller, projectId, source, onNews });
  }

  destination(scope: DestinationScope): Destination {
    return new FolderDestination(this.parts.destinations, this.caller, scope);
  }

  private keyOf(scope: SourceScope): string {
    return fingerprint(this.caller.id, scopeKey(scope));
  }
}

function noServiceTokens(): OperatorError {
  return terminal('EventsUnsupported', 'Service tokens cannot subscribe to events.', {
    hint: REASONS.EventsUnsupported.remedy,
  });
}
