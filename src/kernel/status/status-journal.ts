import { isDeepStrictEqual } from 'node:util';
import { formatKey, type CustomResource, type ResourceIdentity, type StatusWriter } from '../contracts/index.ts';

interface Written {
  readonly uid: string;
  /** resourceVersion that the informer showed when the status was written. */
  readonly seenVersion: string;
  /** resourceVersion that the write made. */
  readonly madeVersion: string;
  readonly status: unknown;
}

/**
 * Writes statuses, and only those that differ. Remembers the last status written per object until the informer has caught up, so that a pass that
 * comes right after another does not compare with what the other has replaced already.
 */
export class StatusJournal {
  private readonly written = new Map<string, Written>();
  /** Objects whose last write failed: it may have reached the server all the same, so nobody knows what stands there. */
  private readonly inDoubt = new Set<string>();

  constructor(private readonly writer: StatusWriter) {}

  /** The newest status known of this object. */
  current(object: CustomResource): unknown {
    const key = formatKey(object.metadata);
    const own = this.written.get(key);
    if (own?.uid !== object.metadata.uid) return object.status;
    const order = orderOf(object.metadata.resourceVersion, own);
    if (order === 'older') return own.status;
    // The very version that was written, with another content: the server left out a field that its schema does not know. Asking again would not help.
    if (order === 'same' && !isDeepStrictEqual(own.status, object.status)) return own.status;
    this.written.delete(key);
    return object.status;
  }

  /** Applies `status` if it differs from the current one; answers whether a request was made. Throws what the writer throws. */
  async write(
    object: CustomResource,
    identity: ResourceIdentity,
    status: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<boolean> {
    // What undefined stands for does not travel as JSON, so it must not count as a difference.
    const wanted = Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
    const key = formatKey(object.metadata);
    if (!this.inDoubt.has(key) && isDeepStrictEqual(this.current(object), wanted)) return false;
    this.written.delete(key);
    this.inDoubt.add(key);
    const madeVersion = await this.writer.apply(identity, wanted, signal);
    this.inDoubt.delete(key);
    const { uid, resourceVersion: seenVersion } = object.metadata;
    // Undefined: the object is gone, and its key with it.
    if (madeVersion !== undefined) this.written.set(key, { uid, seenVersion, madeVersion, status: wanted });
    return true;
  }

  /** The object is gone. */
  forget(object: CustomResource): void {
    const key = formatKey(object.metadata);
    this.written.delete(key);
    this.inDoubt.delete(key);
  }
}

const DECIMAL = /^(0|[1-9]\d*)$/;

/**
 * A version that the informer shows, beside the one that a write made. Kubernetes documents versions as decimal numbers that grow (API concepts,
 * "Resource versions"); of any other text only the version seen before the write is known to be older.
 */
function orderOf(version: string, { seenVersion, madeVersion }: Written): 'older' | 'same' | 'newer' {
  if (version === madeVersion) return 'same';
  if (version === seenVersion) return 'older';
  if (!DECIMAL.test(version) || !DECIMAL.test(madeVersion)) return 'newer';
  return BigInt(version) < BigInt(madeVersion) ? 'older' : 'newer';
}
