import { randomUUID } from 'node:crypto';

/** A label of a project that secrets may carry. */
export interface Tag {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly color: string;
}

/** A pair of a secret's metadata. */
export interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

/** What a writer may choose about a secret. */
export interface SecretContent {
  readonly key: string;
  readonly value: string;
  readonly comment: string;
  readonly tags: readonly Tag[];
  readonly metadata: readonly MetadataEntry[];
  readonly skipMultilineEncoding: boolean;
}

/** One version of a secret. Never changed in place, so that a batch can be prepared and then taken over as a whole. */
export interface Secret extends SecretContent {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The versions before this one, oldest first. */
  readonly earlier: readonly Secret[];
}

/** The first version of a secret, numbered as its way of creation asks. */
export function firstVersion(content: SecretContent, version: number, now: Date): Secret {
  return { ...content, id: randomUUID(), version, createdAt: now, updatedAt: now, earlier: [] };
}

/** The next version; also when nothing differs, as on the real server. */
export function nextVersion(current: Secret, changes: Partial<SecretContent>, now: Date): Secret {
  const { earlier, ...snapshot } = current;
  return {
    ...current,
    ...changes,
    version: current.version + 1,
    updatedAt: now,
    earlier: [...earlier, { ...snapshot, earlier: [] }],
  };
}
