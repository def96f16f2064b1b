import type { ObservedTarget } from '#kernel';
import { formatKey } from '#kernel';
import { NameSet } from './name-set.ts';
import { compareResourceVersions } from './resource-version.ts';

/** What is known of one name. */
export type Knowledge =
  | { readonly kind: 'known'; readonly target: ObservedTarget }
  /** Something of that name exists, or may exist; no record was kept. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'absent' };

/**
 * Records of the objects that matter, and of all others nothing but a digest of the name, for one namespace or for all.
 * A list fills a second set of names beside the first, so that nothing seems to vanish while pages come in.
 */
export class TargetCache {
  private readonly records = new Map<string, ObservedTarget>();
  /** Keys of records whose echo by list or watch has not come yet. */
  private readonly adopted = new Set<string>();
  private names = new NameSet();
  private listing: { readonly names: NameSet; readonly seen: Set<string> } | undefined;

  knowledge(key: string): Knowledge {
    const target = this.records.get(key);
    if (target !== undefined) return { kind: 'known', target };
    return this.names.has(key) || this.listing?.names.has(key) === true ? { kind: 'unknown' } : { kind: 'absent' };
  }

  get(key: string): ObservedTarget | undefined {
    return this.records.get(key);
  }

  beginList(): void {
    this.listing = { names: new NameSet(), seen: new Set() };
  }

  /** One listed object; `keep`: it matters. Returns whether it is news about something that matters. */
  listed(target: ObservedTarget, keep: boolean): boolean {
    const key = formatKey(target);
    this.listing?.seen.add(key);
    const known = this.records.get(key)?.resourceVersion;
    const confirmed = !this.adopted.has(key);
    return this.changed(target, keep) && (known !== target.resourceVersion || !confirmed);
  }

  /** The list is complete, as of `resourceVersion`. Returns the records of objects that are gone. */
  endList(resourceVersion: string): readonly ObservedTarget[] {
    const { listing } = this;
    if (listing === undefined) return [];
    this.names = listing.names;
    this.listing = undefined;
    const gone: ObservedTarget[] = [];
    for (const [key, record] of this.records) {
      if (listing.seen.has(key)) continue;
      // Written by us after the list was made: its echo comes with the watch.
      if (isOlder(resourceVersion, record.resourceVersion)) this.names.add(key);
      else {
        this.records.delete(key);
        this.adopted.delete(key);
        gone.push(record);
      }
    }
    return gone;
  }

  /** One change. Returns whether it is news about something that matters, or did until now. */
  changed(target: ObservedTarget, keep: boolean): boolean {
    const key = formatKey(target);
    this.addName(key);
    const record = this.records.get(key);
    // Older than what our own write brought home: the echo of that write is still to come.
    if (record !== undefined && isOlder(target.resourceVersion, record.resourceVersion)) return false;
    this.adopted.delete(key);
    if (!keep) return this.records.delete(key);
    this.records.set(key, target);
    return true;
  }

  /** One deletion, as of `resourceVersion`. False: the record is of a younger object of the same name, and stays. */
  deleted(key: string, resourceVersion: string): boolean {
    const record = this.records.get(key);
    if (record !== undefined && isOlder(resourceVersion, record.resourceVersion)) return false;
    this.names.delete(key);
    this.records.delete(key);
    this.adopted.delete(key);
    return true;
  }

  /** A record that came by another way than list and watch, and is known to be no older than what they told. */
  adopt(target: ObservedTarget): void {
    const key = formatKey(target);
    const record = this.records.get(key);
    if (record !== undefined && isOlder(target.resourceVersion, record.resourceVersion)) return;
    this.addName(key);
    this.records.set(key, target);
    this.adopted.add(key);
  }

  /** Nothing is certain about this name any more, until it is looked up or seen. */
  doubt(key: string): void {
    this.addName(key);
  }

  /** A look-up found nothing of that name. */
  notFound(key: string): void {
    this.names.delete(key);
    this.listing?.names.delete(key);
  }

  private addName(key: string): void {
    this.names.add(key);
    this.listing?.names.add(key);
  }
}

function isOlder(a: string, b: string): boolean {
  const order = compareResourceVersions(a, b);
  return order !== undefined && order < 0;
}
