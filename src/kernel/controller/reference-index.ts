import { formatReference, type ObjectReference } from '../contracts/index.ts';

/** Which keys refer to which objects, both ways. One entry per reference; foreign objects cost nothing. */
export class ReferenceIndex {
  private readonly referrers = new Map<string, Set<string>>();
  private readonly referencesOf = new Map<string, readonly string[]>();

  /** Replaces what `key` refers to. */
  set(key: string, references: readonly ObjectReference[]): void {
    this.delete(key);
    const names = [...new Set(references.map(formatReference))];
    if (names.length === 0) return;
    this.referencesOf.set(key, names);
    for (const name of names) {
      const keys = this.referrers.get(name);
      if (keys === undefined) this.referrers.set(name, new Set([key]));
      else keys.add(key);
    }
  }

  /** The key refers to nothing any more. */
  delete(key: string): void {
    for (const name of this.referencesOf.get(key) ?? []) {
      const keys = this.referrers.get(name);
      keys?.delete(key);
      if (keys?.size === 0) this.referrers.delete(name);
    }
    this.referencesOf.delete(key);
  }

  /** Keys that refer to this object. */
  keysOf(reference: ObjectReference): readonly string[] {
    return [...(this.referrers.get(formatReference(reference)) ?? [])];
  }

  /** Whether anybody refers to this object. */
  has(reference: ObjectReference): boolean {
    return this.referrers.has(formatReference(reference));
  }
}
