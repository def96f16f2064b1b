import { mayDo } from '../access/index.ts';
import type { Place, Secret } from '../state/index.ts';
import { findPlace, type SecretsContext } from './place.ts';

/** A secret that an import shows, with the folder it really lies in. */
export interface ImportedSecret {
  readonly place: Place;
  readonly secret: Secret;
}

/** What one import of a folder shows: the imported folder, and its secrets with those that it imports itself. */
export interface ImportBlock {
  readonly place: Place;
  readonly secrets: readonly ImportedSecret[];
}

/** The imports of a folder in their order. Links to nowhere, and folders the caller may not read, are left out. */
export function importBlocks(context: SecretsContext, from: Place): ImportBlock[] {
  return linkedPlaces(context, from).map((place) => ({
    place,
    secrets: unique(flatten(context, place, new Set([from.folder.id]))),
  }));
}

/** What a single read finds in the imports of a folder: the last import that holds the key wins. */
export function findImported(context: SecretsContext, from: Place, key: string): ImportedSecret | undefined {
  return importBlocks(context, from)
    .reverse()
    .flatMap((block) => block.secrets.filter(({ secret }) => secret.key === key))[0];
}

function linkedPlaces({ caller }: SecretsContext, { project, folder }: Place): Place[] {
  return [...folder.imports]
    .sort((a, b) => a.position - b.position)
    .map((link) => findPlace(project, link.environment, link.path))
    .filter((place) => place !== undefined)
    .filter((place) => mayDo(caller, project, 'read', place.environment.slug, place.folder.path));
}

/** A folder's own secrets, then those of its imports; `seen` keeps folders that import each other from looping. */
function flatten(context: SecretsContext, place: Place, seen: ReadonlySet<string>): ImportedSecret[] {
  if (seen.has(place.folder.id)) return [];
  const deeper = new Set([...seen, place.folder.id]);
  const own = place.folder.secrets.map((secret) => ({ place, secret }));
  return [...own, ...linkedPlaces(context, place).flatMap((next) => flatten(context, next, deeper))];
}

/** Of several secrets with one key, the first, which is the nearest. */
function unique(secrets: readonly ImportedSecret[]): ImportedSecret[] {
  const byKey = new Map<string, ImportedSecret>();
  for (const entry of secrets) if (!byKey.has(entry.secret.key)) byKey.set(entry.secret.key, entry);
  return [...byKey.values()];
}
