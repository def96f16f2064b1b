import { Refusal } from '../era/index.ts';
import {
  firstVersion,
  type MetadataEntry,
  nextVersion,
  type Place,
  type Secret,
  type SecretContent,
} from '../state/index.ts';
import type { SecretsContext } from './place.ts';
import { Staging } from './staging.ts';
import { storedValue } from './stored-value.ts';

/** What a write says about one secret; what it leaves out stays, or is empty on a create. */
export interface SecretWrite {
  readonly key: string;
  readonly newKey?: string | undefined;
  readonly value?: string | undefined;
  readonly comment?: string | undefined;
  readonly tagIds?: readonly string[] | undefined;
  readonly metadata?: readonly MetadataEntry[] | undefined;
  readonly skipMultilineEncoding?: boolean | undefined;
}

/** What an update does with a key that is not there. */
export type MissingKeyMode = 'failOnNotFound' | 'upsert' | 'ignore';

/** Creates all or none. Throws if a key exists, and, in eras that mind, if one comes twice. */
export function createSecrets(
  { era, world }: SecretsContext,
  place: Place,
  writes: readonly SecretWrite[],
  version: number,
): Secret[] {
  const taken = new Set(place.folder.secrets.map((secret) => secret.key));
  const now = world.now();
  const created = writes.map((write) => {
    if (taken.has(write.key)) throw new Refusal('secretExists', `There already is a secret ${write.key} here`);
    if (era.batchTwins === 'refused') taken.add(write.key);
    return firstVersion({ ...EMPTY, ...contentOf(place, write), key: write.key }, version, now);
  });
  place.folder.secrets = [...place.folder.secrets, ...created];
  publish({ world }, 'secret:create', place, created);
  return created;
}

/** Updates all or none, each in its own folder. Every update makes a version, also one that changes nothing. */
export function updateSecrets(
  { world }: SecretsContext,
  items: readonly { place: Place; write: SecretWrite }[],
  mode: MissingKeyMode = 'failOnNotFound',
): Secret[] {
  const staging = new Staging();
  const now = world.now();
  const updated = items.flatMap(({ place, write }) => {
    const current = staging.find(place.folder, write.key);
    if (current === undefined && mode === 'failOnNotFound') throw missing(write.key);
    if (current === undefined && mode === 'ignore') return [];
    const renamed = write.newKey !== undefined && write.newKey !== write.key ? write.newKey : undefined;
    if (renamed !== undefined && staging.find(place.folder, renamed) !== undefined) {
      throw new Refusal('secretExists', `There already is a secret ${renamed} here`);
    }
    const changes = { ...contentOf(place, write), key: renamed ?? write.key };
    const next =
      current === undefined ? firstVersion({ ...EMPTY, ...changes }, 1, now) : nextVersion(current, changes, now);
    staging.put(place.folder, current, next);
    return [{ place, next }];
  });
  staging.commit();
  for (const place of new Set(updated.map((each) => each.place))) {
    publish(
      { world },
      'secret:update',
      place,
      updated.filter((each) => each.place === place).map((each) => each.next),
    );
  }
  return updated.map((each) => each.next);
}

/** Deletes all or none; gives their last state. */
export function deleteSecrets({ world }: SecretsContext, place: Place, keys: readonly string[]): Secret[] {
  const staging = new Staging();
  const deleted = keys.map((key) => {
    const current = staging.find(place.folder, key);
    if (current === undefined) throw missing(key);
    staging.put(place.folder, current, undefined);
    return current;
  });
  staging.commit();
  publish({ world }, 'secret:delete', place, deleted);
  return deleted;
}

const EMPTY: SecretContent = { key: '', value: '', comment: '', tags: [], metadata: [], skipMultilineEncoding: false };

function contentOf({ project }: Place, write: SecretWrite): Partial<SecretContent> {
  const { value, comment, tagIds, metadata, skipMultilineEncoding } = write;
  return {
    ...(value === undefined ? {} : { value: storedValue(value) }),
    ...(comment === undefined ? {} : { comment: comment.trim() }),
    ...(tagIds === undefined ? {} : { tags: project.tags.filter((tag) => tagIds.includes(tag.id)) }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(skipMultilineEncoding === undefined ? {} : { skipMultilineEncoding }),
  };
}

function missing(key: string): Refusal {
  return new Refusal('secretUnknown', `There is no secret ${key} here`);
}

function publish(
  { world }: Pick<SecretsContext, 'world'>,
  event: 'secret:create' | 'secret:update' | 'secret:delete',
  { project, environment, folder }: Place,
  secrets: readonly Secret[],
): void {
  if (secrets.length === 0) return;
  const keys = secrets.map((secret) => secret.key);
  world.changes.publish({ event, projectId: project.id, environment: environment.slug, secretPath: folder.path, keys });
}
