import { formatReference, managedByText, type ObjectReference } from '#kernel';
import type { OwnerCheck } from './plan.ts';
import type { TargetSpec } from './spec-parse.ts';
import type { Work } from './work.ts';

/** Which living resources want which targets. A target that names a resource which is gone, or wants it no more, is free to be taken over. */
export class Claims {
  private readonly wanted = new Map<string, ReadonlySet<string>>();

  /** Replaces what a resource wants; `by` as `managedByText` writes it. */
  set(by: string, targets: readonly ObjectReference[]): void {
    this.wanted.set(by, new Set(targets.map(formatReference)));
  }

  /** The resource is gone. */
  delete(by: string): void {
    this.wanted.delete(by);
  }

  /** For one target of one pass: whether the resource named by it is another one that still wants it. */
  check(work: Work, target: TargetSpec): OwnerCheck {
    const own = managedByText(work.identity);
    return (managedBy) => managedBy !== own && this.wanted.get(managedBy)?.has(formatReference(target)) === true;
  }
}
