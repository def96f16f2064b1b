import { keyOf, type KubeObject } from '../json/index.ts';

/** One change of one object, as the log keeps it. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The state after the change; for a deletion the last state, under the version of the deletion. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
  readonly version: number;
}

/** Told of every change in a resource, in order, before the write returns. */
export type ChangeListener = (change: Change) => void;

interface Bucket {
  readonly objects: Map<string, KubeObject>;
  readonly log: Change[];
  readonly listeners: Set<ChangeListener>;
  compacted: number;
}

/** How many changes of one resource are kept for watches to resume from. */
const LOG_LIMIT = 20_000;

/**
 * All objects, in buckets by resource, under one version counter. Objects handed in and out are shared and must not be
 * changed: a write stores a new object. Everything is synchronous, so that a request reads and writes in one step.
 */
export class Store {
  #version = 1;
  /** Nothing before this version can be resumed, in any resource. */
  #floor = 0;
  readonly #buckets = new Map<string, Bucket>();
  readonly #observers = new Set<(resource: string, change: Change) => void>();

  /** The version of the last change of any resource. */
  get version(): number {
    return this.#version;
  }

  get(resource: string, key: string): KubeObject | undefined {
    return this.#bucket(resource).objects.get(key);
  }

  /** All objects of a resource in key order, which is the order of lists. */
  list(resource: string): KubeObject[] {
    return sorted(this.#bucket(resource).objects);
  }

  /**
   * The objects as they were at `version`, in key order.
   * @returns undefined when that version has been compacted away.
   */
  listAt(resource: string, version: number): KubeObject[] | undefined {
    const bucket = this.#bucket(resource);
    if (version < bucket.compacted) return undefined;
    const objects = new Map(bucket.objects);
    for (let index = bucket.log.length - 1; index >= 0; index -= 1) {
      const change = bucket.log[index];
      if (change === undefined || change.version <= version) break;
      if (change.previous === undefined) objects.delete(keyOf(change.object));
      else objects.set(keyOf(change.object), change.previous);
    }
    return sorted(objects);
  }

  /** Stores a new or changed object under the next version; returns what was stored. */
  put(resource: string, object: KubeObject): KubeObject {
    const bucket = this.#bucket(resource);
    const key = keyOf(object);
    const previous = bucket.objects.get(key);
    const stored = this.#stamp(object);
    bucket.objects.set(key, stored);
    this.#publish(resource, bucket, { type: previous === undefined ? 'ADDED' : 'MODIFIED', object: stored, previous });
    return stored;
  }

  /** Removes an object; `last` is the state that watchers are shown. */
  remove(resource: string, last: KubeObject): KubeObject {
    const bucket = this.#bucket(resource);
    const key = keyOf(last);
    const previous = bucket.objects.get(key);
    const gone = this.#stamp(last);
    if (bucket.objects.delete(key)) this.#publish(resource, bucket, { type: 'DELETED', object: gone, previous });
    return gone;
  }

  /** Changes after `version`, or undefined when some of them have been compacted away. */
  changesSince(resource: string, version: number): Change[] | undefined {
    const bucket = this.#bucket(resource);
    if (version < bucket.compacted) return undefined;
    return bucket.log.filter((change) => change.version > version);
  }

  /** Calls `listener` on every later change; the result ends that. */
  listen(resource: string, listener: ChangeListener): () => void {
    const { listeners } = this.#bucket(resource);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  /** Calls `observer` on every later change of any resource, after the resource's own listeners; the result ends that. */
  observe(observer: (resource: string, change: Change) => void): () => void {
    this.#observers.add(observer);
    return () => {
      this.#observers.delete(observer);
    };
  }

  /** The resources that have or had objects. */
  resources(): string[] {
    return [...this.#buckets.keys()];
  }

  /** Forgets the log: resuming a watch or a paged list from before now fails with 410. */
  compact(): void {
    this.#version += 1;
    this.#floor = this.#version;
    for (const bucket of this.#buckets.values()) {
      bucket.log.length = 0;
      bucket.compacted = this.#version;
    }
  }

  #stamp(object: KubeObject): KubeObject {
    this.#version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
  }

  #publish(resource: string, bucket: Bucket, change: Omit<Change, 'version'>): void {
    const entry: Change = { ...change, version: this.#version };
    bucket.log.push(entry);
    if (bucket.log.length > LOG_LIMIT) {
      const dropped = bucket.log.splice(0, LOG_LIMIT / 2);
      bucket.compacted = dropped.at(-1)?.version ?? bucket.compacted;
    }
    for (const listener of [...bucket.listeners]) listener(entry);
    for (const observer of [...this.#observers]) observer(resource, entry);
  }

  #bucket(resource: string): Bucket {
    let bucket = this.#buckets.get(resource);
    if (bucket === undefined) {
      bucket = { objects: new Map(), log: [], listeners: new Set(), compacted: this.#floor };
      this.#buckets.set(resource, bucket);
    }
    return bucket;
  }
}

const sorted = (objects: ReadonlyMap<string, KubeObject>): KubeObject[] =>
  [...objects].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, object]) => object);
