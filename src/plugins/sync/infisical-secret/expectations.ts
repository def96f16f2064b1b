import { formatReference, type ObjectReference, type ObservedTarget } from '#kernel';
import { fingerprintOfObserved } from './fingerprint.ts';

interface Expectation {
  readonly by: string;
  readonly ownerUid: string;
  readonly fingerprint: string;
}

/**
 * What targets looked like when they were last written or verified. By it the echo of our own write, and a change of somebody else's fields, are told
 * from drift, without keeping any value.
 */
export class Expectations {
  private readonly byTarget = new Map<string, Expectation>();

  /** `by` expects this of the target from now on. */
  set(target: ObjectReference, by: string, ownerUid: string, fingerprint: string): void {
    this.byTarget.set(formatReference(target), { by, ownerUid, fingerprint });
  }

  /** Whether a target, as observed, is just what `by` expects. False when nothing is expected of it. */
  isMet(target: ObjectReference, by: string, observed: ObservedTarget | undefined): boolean {
    const expected = this.byTarget.get(formatReference(target));
    if (expected?.by !== by || observed === undefined) return false;
    return fingerprintOfObserved(observed, expected.ownerUid) === expected.fingerprint;
  }

  /** Nothing is expected of this target any more. */
  clear(target: ObjectReference): void {
    this.byTarget.delete(formatReference(target));
  }

  /** Nothing is expected any more by that resource. */
  forget(by: string): void {
    for (const [target, expected] of this.byTarget) if (expected.by === by) this.byTarget.delete(target);
  }
}
