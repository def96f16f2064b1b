import { formatKey, type ObjectKey } from '#kernel';
import { SharedFlights, type KubeClient } from '../client/index.ts';
import { compareResourceVersions, type MetadataInformer } from '../informer/index.ts';
import type { ObjectData } from './object-data.ts';
import { readObject } from './read-object.ts';

/** So many objects are remembered; the longest unread is forgotten first. */
const CAPACITY = 2_000;

/**
 * Reads Secrets or ConfigMaps whole, once per version: the informer says which version is the present one, and as long
 * as it says the same, what was read is good. An object that the informer keeps no record of is read each time.
 */
export class VersionedReader {
  private readonly memory = new Map<string, ObjectData>();
  private readonly flights = new SharedFlights<ObjectData | undefined>();

  /** The informer is of the kind that is read. */
  constructor(
    private readonly client: KubeClient,
    private readonly informer: MetadataInformer,
    private readonly kind: 'Secret' | 'ConfigMap',
  ) {
    informer.subscribe(({ reference, observed }) => {
      const id = formatKey(reference);
      const remembered = this.memory.get(id);
      if (remembered !== undefined && !isAsNewAs(remembered.resourceVersion, observed?.resourceVersion)) {
        this.memory.delete(id);
      }
    });
  }

  /** Undefined when the object does not exist. Throws as the client does. */
  async read(key: ObjectKey, signal: AbortSignal): Promise<ObjectData | undefined> {
    const id = formatKey(key);
    // Without a record nothing would tell the versions apart, and every pass would read it again.
    if (this.informer.lacks(key) && (await this.informer.lookup(key, signal)) === undefined) {
      this.memory.delete(id);
      return undefined;
    }
    const present = this.informer.get(key)?.resourceVersion;
    const remembered = this.memory.get(id);
    if (present !== undefined && remembered !== undefined && isAsNewAs(remembered.resourceVersion, present)) {
      // Moved to the end: a Map keeps the order of insertion, so its first entry is the one to forget.
      this.remember(id, remembered);
      return remembered;
    }
    // The version is part of the key: who knows of a change must not share a read that began before it.
    const read = await this.flights.join(`${id}@${present ?? ''}`, signal, (shared) =>
      readObject(this.client, this.kind, key, shared),
    );
    if (read === undefined) this.memory.delete(id);
    else if (this.informer.get(key) !== undefined) this.remember(id, read);
    return read;
  }

  private remember(id: string, read: ObjectData): void {
    this.memory.delete(id);
    this.memory.set(id, read);
    if (this.memory.size <= CAPACITY) return;
    const oldest = this.memory.keys().next();
    if (oldest.done !== true) this.memory.delete(oldest.value);
  }
}

/** Versions that cannot be compared are only as new as each other when they are the same. */
function isAsNewAs(version: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  const order = compareResourceVersions(version, other);
  return order !== undefined && order >= 0;
}
