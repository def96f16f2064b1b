import { ALLOW_FROM, OperatorError, type Grants, type ObjectReference, type ReferenceKind } from '#kernel';
import type { MetadataInformer } from '../informer/index.ts';

/** Reads who an object is open to out of what informers hold; an object that they keep no record of is looked up. */
export class AnnotationGrants implements Grants {
  /** What is of a kind without an informer is open to nobody. */
  constructor(private readonly informers: ReadonlyMap<ReferenceKind, MetadataInformer>) {}

  async allowFrom({ kind, namespace, name }: ObjectReference, signal: AbortSignal): Promise<string | undefined> {
    const informer = this.informers.get(kind);
    if (informer === undefined) return undefined;
    const key = { namespace, name };
    const knowledge = informer.observe(key);
    if (knowledge.kind === 'absent') return undefined;
    try {
      const object = knowledge.kind === 'known' ? knowledge.target : await informer.lookup(key, signal);
      return object?.annotations[ALLOW_FROM];
    } catch (error) {
      // What the operator may not see says nothing; to tell the resource of its missing right would tell more than that.
      if (error instanceof OperatorError && error.reason === 'KubernetesForbidden') return undefined;
      throw error;
    }
  }
}
