import { formatKey } from '#kernel';
import type { CustomResource, Log, ObjectKey, ResourceChange, ResourceInformer, ResourceType } from '#kernel';
import { customResourceOf, objectName } from '../objects/index.ts';
import { collectionsOf, type Scope } from './collection.ts';
import { ReflectingInformer } from './reflecting-informer.ts';
import type { InformerContext, ReflectorSink } from './reflector.ts';
import { Subscribers } from './subscribers.ts';

/** Custom resources of a type, cached whole but for what nobody reads. */
export class CustomResourceInformer extends ReflectingInformer implements ResourceInformer {
  private readonly resources = new Map<string, CustomResource>();
  private readonly subscribers: Subscribers<ResourceChange>;
  private readonly log: Log;

  constructor(
    context: InformerContext,
    readonly type: ResourceType,
    scope: Scope,
  ) {
    super();
    this.log = context.log.child({ resource: type.plural });
    this.subscribers = new Subscribers(this.log);
    const collections = collectionsOf(type, scope, 'whole');
    this.reflect(
      context,
      collections.map((collection) => ({ collection, sink: this.sinkFor(collection.namespace) })),
    );
  }

  get(key: ObjectKey): CustomResource | undefined {
    return this.resources.get(formatKey(key));
  }

  list(): readonly CustomResource[] {
    return [...this.resources.values()];
  }

  subscribe(handler: (change: ResourceChange) => void): void {
    this.subscribers.add(handler);
  }

  /** `namespace`: the part of the cache that one reflector answers for; undefined for all of it. */
  private sinkFor(namespace: string | undefined): ReflectorSink {
    let seen = new Set<string>();
    return {
      listBegins: () => {
        seen = new Set();
      },
      listed: (item) => {
        const key = this.store(item);
        if (key !== undefined) seen.add(key);
      },
      listEnds: () => {
        // Deletions that happened while nobody watched.
        for (const [key, resource] of this.resources) {
          const ours = namespace === undefined || resource.metadata.namespace === namespace;
          if (ours && !seen.has(key)) this.drop(key);
        }
        seen = new Set();
      },
      changed: (item) => {
        this.store(item);
      },
      deleted: (item) => {
        const parsed = objectName.safeParse(item);
        if (parsed.success) this.drop(formatKey(parsed.data.metadata));
      },
    };
  }

  private store(item: unknown): string | undefined {
    const next = customResourceOf(item);
    if (next === undefined) {
      const named = objectName.safeParse(item);
      this.log.error('an object cannot be read and is left out', {
        object: named.success ? formatKey(named.data.metadata) : 'unnamed',
      });
      return undefined;
    }
    const key = formatKey(next.metadata);
    let previous = this.resources.get(key);
    if (previous !== undefined && previous.metadata.uid !== next.metadata.uid) {
      // Deleted and made again while nobody watched: both is news.
      this.drop(key);
      previous = undefined;
    }
    this.resources.set(key, next);
    if (previous?.metadata.resourceVersion !== next.metadata.resourceVersion) this.subscribers.tell({ previous, next });
    return key;
  }

  private drop(key: string): void {
    const previous = this.resources.get(key);
    if (previous === undefined) return;
    this.resources.delete(key);
    this.subscribers.tell({ previous, next: undefined });
  }
}
