import { createHash } from 'node:crypto';

/** One Infisical server as it is called: equal `id` means equal address and equal trust. */
export interface Host {
  /** What paths are appended to; from `normaliseHost`. */
  readonly base: string;
  /** PEM bundle trusted besides the system's. */
  readonly caPem: string | undefined;
  /** Hash of both. */
  readonly id: string;
}

/** A host of a normalised address. */
export function hostOf(base: string, caPem: string | undefined): Host {
  return { base, caPem, id: fingerprint(base, caPem ?? '') };
}

/** A key that tells lists of texts apart and shows none of them: SHA-256, in hex. */
export function fingerprint(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length keeps ["ab", "c"] and ["a", "bc"] apart.
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}
