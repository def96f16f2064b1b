/** Requests stay well below what a server works on in the time that one call may take. */
const MOST_ITEMS = 100;

/** Room in a body of 1 MiB, less what stands around the items. */
const MOST_BYTES = 1_040_000;

/**
 * Parts of a list that each fit one request, in order. An item is measured as the JSON that goes out; one that is too long by itself gets a request of
 * its own, which the server refuses.
 */
export function chunks<T extends object>(items: readonly T[]): readonly (readonly T[])[] {
  const parts: T[][] = [];
  let part: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (part.length > 0 && (part.length >= MOST_ITEMS || bytes + size > MOST_BYTES)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(item);
    bytes += size;
  }
  return part.length === 0 ? parts : [...parts, part];
}
