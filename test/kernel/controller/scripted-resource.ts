import {
  formatKey,
  type CustomResource,
  type ObjectReference,
  type Pass,
  type PassResult,
  type Priority,
  type Resource,
  type Wake,
} from '../../../src/kernel/index.ts';

const RESTING: PassResult = { state: 'synced', requeue: { kind: 'none' } };

/** A resource whose answers a test sets by replacing its fields. The spec lists what it refers to. */
export class ScriptedResource implements Resource {
  /** Passes in the order in which they began. */
  readonly passes: Pass[] = [];
  /** uids of the objects that were forgotten. */
  readonly forgotten: string[] = [];
  onPass: (pass: Pass) => Promise<PassResult> = () => Promise.resolve(RESTING);
  isConcerned: (object: CustomResource, reference: ObjectReference) => boolean = () => true;
  refersTo: (object: CustomResource) => readonly ObjectReference[] = () => [];
  laneFor: (object: CustomResource) => string = () => 'host';
  urgencyOf: (previous: CustomResource | undefined, next: CustomResource) => Priority | undefined = (previous, next) =>
    previous?.metadata.generation === next.metadata.generation ? undefined : 'edit';

  /** What the controller gave to wake objects with; undefined while it is not attached. */
  wake: Wake | undefined;
  /** Times that it was detached. */
  detached = 0;

  /** Keys of the passes that began. */
  get keys(): readonly string[] {
    return this.passes.map(({ object }) => formatKey(object.metadata));
  }

  attach(wake: Wake): () => void {
    this.wake = wake;
    return () => {
      this.detached += 1;
    };
  }

  references(object: CustomResource): readonly ObjectReference[] {
    return this.refersTo(object);
  }

  lane(object: CustomResource): string {
    return this.laneFor(object);
  }

  urgency(previous: CustomResource | undefined, next: CustomResource): Priority | undefined {
    return this.urgencyOf(previous, next);
  }

  concerns(object: CustomResource, reference: ObjectReference): boolean {
    return this.isConcerned(object, reference);
  }

  reconcile(pass: Pass): Promise<PassResult> {
    this.passes.push(pass);
    return this.onPass(pass);
  }

  forget(object: CustomResource): void {
    this.forgotten.push(object.metadata.uid);
  }
}
