import { formatKey, type ObjectReference, type ReloaderContribution, type Workload } from '#kernel';
import {
  collectionsOf,
  compareResourceVersions,
  ReflectingInformer,
  type InformerContext,
  type ReflectorSink,
  type Scope,
} from '../informer/index.ts';
import { objectName } from '../objects/index.ts';
import type { WorkloadIndex } from './workload-index.ts';
import { workloadOf, type SeenWorkload } from './workload-of.ts';

/** Workloads of one kind, of which those that asked are put into an index. */
export class WorkloadInformer extends ReflectingInformer {
  /** Version of each workload in the index, by its id there. */
  private readonly versions = new Map<string, string>();

  /** `onUse`: called, after the first list, with each object that a workload began or ceased to use. */
  constructor(
    context: InformerContext,
    private readonly contribution: Pick<ReloaderContribution, 'type' | 'podTemplate' | 'served'>,
    scope: Scope,
    private readonly index: WorkloadIndex,
    private readonly onUse: (reference: ObjectReference) => void,
  ) {
    super();
    const { type, served } = contribution;
    const parts = collectionsOf(type, scope, 'whole').map((collection) => ({
      collection: { ...collection, optional: served === 'maybe' },
      sink: this.sinkFor(collection.namespace),
    }));
    this.reflect(context, parts);
  }

  /** Takes over what a write of ours answered, ahead of its echo, so that a second write does not start from the state before it. */
  adopt(workload: Workload, resourceVersion: string): void {
    const id = this.idOf(workload);
    const known = this.versions.get(id);
    if (known === undefined || isOlder(resourceVersion, known)) return;
    this.versions.set(id, resourceVersion);
    this.index.set(id, workload);
  }

  private sinkFor(namespace: string | undefined): ReflectorSink {
    let seen = new Set<string>();
    return {
      listBegins: () => {
        seen = new Set();
      },
      listed: (item) => {
        const id = this.store(item);
        if (id !== undefined) seen.add(id);
      },
      listEnds: (resourceVersion) => {
        for (const [id, version] of this.versions) {
          const workload = this.index.get(id);
          const ours = namespace === undefined || workload?.namespace === namespace;
          if (ours && !seen.has(id) && !isOlder(resourceVersion, version)) this.drop(id);
        }
        seen = new Set();
      },
      changed: (item) => {
        this.store(item);
      },
      deleted: (item) => {
        const named = objectName.safeParse(item);
        if (named.success) this.drop(this.idOf(named.data.metadata));
      },
    };
  }

  /** The id under which it stands in the index; undefined when it asks for nothing. */
  private store(item: unknown): string | undefined {
    const { type, podTemplate } = this.contribution;
    const seen = workloadOf(item, type.kind, podTemplate);
    if (seen === undefined) {
      const named = objectName.safeParse(item);
      if (named.success) this.drop(this.idOf(named.data.metadata));
      return undefined;
    }
    const id = this.idOf(seen.workload);
    const known = this.versions.get(id);
    // Older than what our own write brought home: the echo of that write is still to come.
    if (known === undefined || !isOlder(seen.resourceVersion, known)) this.keep(id, seen);
    return id;
  }

  private keep(id: string, { workload, resourceVersion }: SeenWorkload): void {
    this.versions.set(id, resourceVersion);
    this.tell(this.index.set(id, workload));
  }

  private drop(id: string): void {
    if (this.versions.delete(id)) this.tell(this.index.set(id, undefined));
  }

  private tell(references: readonly ObjectReference[]): void {
    // Before that nothing works yet that would have to be told.
    if (this.synced) references.forEach(this.onUse);
  }

  private idOf(key: Pick<Workload, 'namespace' | 'name'>): string {
    return `${this.contribution.type.kind} ${formatKey(key)}`;
  }
}

function isOlder(a: string, b: string): boolean {
  const order = compareResourceVersions(a, b);
  return order !== undefined && order < 0;
}
