import { hash } from 'node:crypto';

/** Bytes of the digest that are kept: the most that fits exactly into a number. */
const BYTES = 6;

/**
 * A set of names of which nothing is kept but 48 bits of a digest each, some 40 bytes per name however long it is. It
 * may take a name for one that is in it (once in 10^9 for 100 000 names); its users then look the object up, so the
 * price is one request.
 */
export class NameSet {
  private readonly digests = new Set<number>();

  add(name: string): void {
    this.digests.add(digest(name));
  }

  delete(name: string): void {
    this.digests.delete(digest(name));
  }

  has(name: string): boolean {
    return this.digests.has(digest(name));
  }
}

function digest(name: string): number {
  return hash('sha256', name, 'buffer').readUIntBE(0, BYTES);
}
