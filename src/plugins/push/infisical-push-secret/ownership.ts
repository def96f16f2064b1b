import { hash } from 'node:crypto';
import { formatKey, type DestinationScope, type ResourceIdentity, type StoredSecret } from '#kernel';

/** Secrets that a resource has made in one place, by id, with the key that each was made under. */
export type ManagedSecrets = ReadonlyMap<string, string>;

/**
 * The mark of a secret that this resource makes under this key in this place. It names the resource for people, and holds for nothing else: a copy of the
 * secret under another key, in another folder or environment, or of a resource of the same name that was made anew, carries a mark that is not its own.
 */
export function markOf(
  { type, uid, ...resource }: ResourceIdentity,
  { environment, path }: DestinationScope,
  key: string,
): string {
  const bound = hash('sha256', JSON.stringify([uid, environment, path, key]), 'hex').slice(0, 32);
  return `${type.kind} ${formatKey(resource)}, ${bound}`;
}

/**
 * Tells which secrets of a place this resource has made: those that its status records, and those whose mark says so, because a crash may have kept a status
 * from being written. What somebody has renamed is no longer one of them.
 */
export function ownership(
  identity: ResourceIdentity,
  scope: DestinationScope,
  recorded: ManagedSecrets,
): (stored: StoredSecret) => boolean {
  return ({ id, key, marks }) => recorded.get(id) === key || marks.includes(markOf(identity, scope, key));
}
