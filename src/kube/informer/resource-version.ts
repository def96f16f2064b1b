/**
 * Compares two resourceVersions of the same kind: negative when `a` is older, positive when it is newer; undefined when
 * they cannot be compared. Kubernetes documents them as decimal numbers that may be compared within one kind (API
 * concepts, "Resource versions"); what is not a number comes from some other server and is only good for equality.
 */
export function compareResourceVersions(a: string, b: string): number | undefined {
  if (a === b) return 0;
  if (!DECIMAL.test(a) || !DECIMAL.test(b)) return undefined;
  // Without leading zeros, the longer number is the greater one; that saves BigInts on a hot path.
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}

const DECIMAL = /^(0|[1-9]\d*)$/;
