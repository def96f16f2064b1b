import { formatKey } from '#kernel';
import type {
  Log,
  ObjectKey,
  ObjectReference,
  ObservedTarget,
  ReferenceChange,
  ReferenceInformer,
  ReferenceKind,
} from '#kernel';
import { CORE_TYPES, MEDIA, SharedFlights, unavailable, unexpected, type KubeRequest } from '../client/index.ts';
import { FIELD_MANAGERS, MANAGED_LABEL, objectName, observedTargetOf, tokenOwnerOf } from '../objects/index.ts';
import { collectionsOf, type Collection, type Scope } from './collection.ts';
import { ReflectingInformer } from './reflecting-informer.ts';
import type { InformerContext, Reflector, ReflectorSink } from './reflector.ts';
import { compareResourceVersions } from './resource-version.ts';
import { Subscribers } from './subscribers.ts';
import { TargetCache, type Knowledge } from './target-cache.ts';

/** One namespace, or all, with its cache. */
interface Part {
  readonly collection: Collection;
  readonly reflector: Reflector;
  readonly cache: TargetCache;
}

/**
 * Secrets, ConfigMaps or ServiceAccounts by their metadata. A record is kept of objects that the interest names or that
 * carry the managed label; of all others only that something of that name exists, so foreign objects cost next to
 * nothing. A Secret with the token of a ServiceAccount counts as part of that ServiceAccount: who is interested in the
 * one is told of the other.
 */
export class MetadataInformer extends ReflectingInformer implements ReferenceInformer {
  private readonly parts: readonly Part[];
  private readonly subscribers: Subscribers<ReferenceChange>;
  private readonly lookups = new SharedFlights<ObservedTarget | undefined>();
  /** Names that are being looked up: events about them are kept, so that the later of event and answer wins. */
  private readonly lookingUp = new Set<string>();
  private readonly log: Log;
  private interest: (reference: ObjectReference) => boolean = () => false;

  constructor(
    private readonly context: InformerContext,
    readonly kind: ReferenceKind,
    scope: Scope,
    presence: 'required' | 'optional' = 'required',
  ) {
    super();
    const type = CORE_TYPES[kind];
    this.log = context.log.child({ resource: type.plural });
    this.subscribers = new Subscribers(this.log);
    const places = collectionsOf(type, scope, 'metadata').map((place) => {
      const cache = new TargetCache();
      const collection = { ...place, optional: presence === 'optional' };
      return { collection, cache, sink: this.sinkFor(cache) };
    });
    const reflectors = this.reflect(context, places);
    this.parts = places.flatMap(({ collection, cache }, index) => {
      const reflector = reflectors[index];
      return reflector === undefined ? [] : [{ collection, cache, reflector }];
    });
  }

  /** May grow while running: what becomes interesting later is looked up when it is first asked for. */
  setInterest(interest: (reference: ObjectReference) => boolean): void {
    this.interest = interest;
  }

  subscribe(handler: (change: ReferenceChange) => void): void {
    this.subscribers.add(handler);
  }

  /** Whether it lists and watches the place of that object. */
  covers(key: ObjectKey): boolean {
    return this.partOf(key) !== undefined;
  }

  /**
   * What is known without a request. `absent` is only said while a watch is open: after a break nobody knows what was
   * made meanwhile. Outside of the informer's scope everything is unknown.
   */
  observe(key: ObjectKey): Knowledge {
    const part = this.partOf(key);
    if (part === undefined) return { kind: 'unknown' };
    const knowledge = part.cache.knowledge(formatKey(key));
    return knowledge.kind === 'absent' && !part.reflector.current ? { kind: 'unknown' } : knowledge;
  }

  /** The kept record; undefined when there is none, which says nothing about the object. */
  get(key: ObjectKey): ObservedTarget | undefined {
    return this.partOf(key)?.cache.get(formatKey(key));
  }

  /**
   * Whether a record would be kept of it and is not there: it became of interest after its event had been passed over,
   * or it does not exist. A look-up mends the former.
   */
  lacks(key: ObjectKey): boolean {
    return this.partOf(key) !== undefined && this.get(key) === undefined && this.isOfInterest(key);
  }

  /**
   * Reads the metadata by one request, shared by all who ask at the same time, and keeps the record if it is of
   * interest. Undefined: it does not exist. Throws as the client does.
   */
  lookup(key: ObjectKey, signal: AbortSignal): Promise<ObservedTarget | undefined> {
    return this.lookups.join(formatKey(key), signal, (shared) => this.fetch(key, shared));
  }

  /**
   * Takes over what a write of ours answered, ahead of its echo, so that the next pass does not act on the state before
   * it.
   */
  adopt(target: ObservedTarget): void {
    const part = this.partOf(target);
    const seen = part?.reflector.resourceVersion;
    if (part === undefined || seen === undefined || !this.wants(target)) return;
    // What the watch has passed already it has told us of, and perhaps of its deletion.
    const order = compareResourceVersions(target.resourceVersion, seen);
    if (order !== undefined && order > 0) part.cache.adopt(target);
  }

  /** A write may or may not have happened: the next `observe` shall not say `absent` before somebody looked. */
  doubt(key: ObjectKey): void {
    this.partOf(key)?.cache.doubt(formatKey(key));
  }

  private async fetch(key: ObjectKey, signal: AbortSignal): Promise<ObservedTarget | undefined> {
    const id = formatKey(key);
    const request: KubeRequest = {
      verb: 'get',
      target: { type: CORE_TYPES[this.kind], namespace: key.namespace || undefined, name: key.name },
      accept: MEDIA.metadata,
    };
    const cache = this.partOf(key)?.cache;
    const before = cache?.knowledge(id);
    this.lookingUp.add(id);
    try {
      const answer = await this.context.client.request(request, signal);
      const missing = answer.kind === 'not-found' || answer.kind === 'no-namespace';
      if (answer.kind !== 'ok' && !missing) throw unexpected(request, answer);
      const found = missing ? undefined : observedTargetOf(answer.body, FIELD_MANAGERS.targets);
      if (!missing && found === undefined) throw unavailable(request, 'answered with something that is not an object');
      return cache === undefined || before === undefined ? found : this.reconcile(cache, id, before, found);
    } finally {
      this.lookingUp.delete(id);
    }
  }

  /** Brings the answer of a look-up together with what events told while it was on its way; the later word counts. */
  private reconcile(
    cache: TargetCache,
    id: string,
    before: Knowledge,
    found: ObservedTarget | undefined,
  ): ObservedTarget | undefined {
    const now = cache.knowledge(id);
    if (now.kind === 'known') {
      const told = before.kind !== 'known' || before.target.resourceVersion !== now.target.resourceVersion;
      if (found === undefined) return told ? now.target : undefined;
      const order = compareResourceVersions(found.resourceVersion, now.target.resourceVersion);
      return order !== undefined && order > 0 ? found : now.target;
    }
    if (found === undefined) {
      cache.notFound(id);
      return undefined;
    }
    // Its deletion was told meanwhile.
    if (now.kind === 'absent' && before.kind !== 'absent') return undefined;
    // Without an event in between, the record is as new as the watch; where the watch is behind, its version shows it.
    if (now.kind === 'unknown' && this.wants(found)) cache.adopt(found);
    if (now.kind === 'absent') this.adopt(found);
    return found;
  }

  private partOf(key: ObjectKey): Part | undefined {
    return this.parts.find(
      ({ collection: { namespace = key.namespace, name = key.name } }) =>
        namespace === key.namespace && name === key.name,
    );
  }

  private sinkFor(cache: TargetCache): ReflectorSink {
    const withTarget = (item: unknown, take: (target: ObservedTarget) => void): void => {
      const target = observedTargetOf(item, FIELD_MANAGERS.targets);
      if (target !== undefined) {
        take(target);
        return;
      }
      const named = objectName.safeParse(item);
      // Its name is still worth knowing: a look-up then says what is wrong with it.
      if (named.success) cache.doubt(formatKey(named.data.metadata));
      this.log.error('the metadata of an object cannot be read', {
        object: named.success ? formatKey(named.data.metadata) : 'unnamed',
      });
    };
    return {
      listBegins: () => {
        cache.beginList();
      },
      listed: (item) => {
        withTarget(item, (target) => {
          if (cache.listed(target, this.keeps(target))) this.tell(target, target);
        });
      },
      listEnds: (resourceVersion) => {
        for (const gone of cache.endList(resourceVersion)) this.tell(gone, undefined, gone);
      },
      changed: (item) => {
        withTarget(item, (target) => {
          if (cache.changed(target, this.keeps(target))) this.tell(target, target);
        });
      },
      deleted: (item) => {
        const named = objectName.safeParse(item);
        if (!named.success) return;
        const { metadata } = named.data;
        const key = formatKey(metadata);
        const last = observedTargetOf(item, FIELD_MANAGERS.targets) ?? cache.get(key);
        const mattered =
          cache.get(key) !== undefined || this.isOfInterest(metadata) || this.ownerOf(last) !== undefined;
        if (cache.deleted(key, metadata.resourceVersion) && mattered) this.tell(metadata, undefined, last);
      },
    };
  }

  /** `last`: what was known of it before it was gone. */
  private tell({ namespace, name }: ObjectKey, observed: ObservedTarget | undefined, last = observed): void {
    this.subscribers.tell({ reference: { kind: this.kind, namespace, name }, observed });
    const owner = this.ownerOf(last);
    if (owner !== undefined) this.subscribers.tell({ reference: owner, observed: undefined });
  }

  /** The ServiceAccount whose token a Secret holds, if it is of interest. */
  private ownerOf(target: ObservedTarget | undefined): ObjectReference | undefined {
    const owner = this.kind === 'Secret' && target !== undefined ? tokenOwnerOf(target) : undefined;
    return owner !== undefined && this.isOfInterest(owner, owner.kind) ? owner : undefined;
  }

  /** During a look-up a record is kept in any case, so that the look-up sees what happened meanwhile. */
  private keeps(target: ObservedTarget): boolean {
    return this.lookingUp.has(formatKey(target)) || this.wants(target);
  }

  private wants(target: ObservedTarget): boolean {
    return target.labels[MANAGED_LABEL] === 'true' || this.isOfInterest(target) || this.ownerOf(target) !== undefined;
  }

  private isOfInterest({ namespace, name }: ObjectKey, kind = this.kind): boolean {
    try {
      return this.interest({ kind, namespace, name });
    } catch (error) {
      this.log.error('the interest of an informer threw', {
        error: error instanceof Error ? error.stack : String(error),
      });
      return false;
    }
  }
}
