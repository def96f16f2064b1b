import type {
  Destination,
  DestinationScope,
  InfisicalSession,
  ReadOptions,
  SourceScope,
  SourceSnapshot,
} from '#kernel';
import type { Caller } from './access/index.ts';
import { type DestinationParts, FolderDestination } from './destinations/index.ts';
import { fingerprint } from './host/index.ts';
import type { SourceCache } from './source-cache/index.ts';
import { type Merged, scopeKey, type SourceReader } from './sources/index.ts';
import type { HeldAnswer } from './transport/index.ts';

/** One identity's way into one host. Cheap: all that is worth keeping is in the caches it shares with the others. */
export class Session implements InfisicalSession {
  readonly host: string;

  constructor(
    private readonly caller: Caller,
    private readonly reader: SourceReader,
    private readonly cache: SourceCache<HeldAnswer<Merged> | undefined>,
    private readonly destinations: DestinationParts,
  ) {
    this.host = caller.host.base;
  }

  read(scope: SourceScope, { maxAgeMs }: ReadOptions, signal: AbortSignal): Promise<SourceSnapshot> {
    const { caller } = this;
    const key = fingerprint(caller.id, scopeKey(scope));
    return this.cache.read(
      key,
      maxAgeMs,
      async (held, onBegin, flight) => {
        const { body, etag } = await this.reader.read({ caller, scope, held, onBegin }, flight);
        const { secrets, clashes } = body;
        return { snapshot: { secrets, clashes }, kept: etag === undefined ? undefined : { etag, body } };
      },
      signal,
    );
  }

  destination(scope: DestinationScope): Destination {
    return new FolderDestination(this.destinations, this.caller, scope);
  }
}
