import { randomUUID } from 'node:crypto';
import type { ImportLink, Place, World } from '../state/index.ts';

/** Adds an import at the end of a folder's list; the same one may be there already, it then counts twice. */
export function addImport(world: World, place: Place, environment: string, path: string): ImportLink {
  const position = Math.max(0, ...place.folder.imports.map((link) => link.position)) + 1;
  const link: ImportLink = { id: randomUUID(), environment, path, position, createdAt: world.now() };
  place.folder.imports = [...place.folder.imports, link];
  announce(world, place);
  return link;
}

/** Takes an import away; undefined if the folder has none of that id. */
export function removeImport(world: World, place: Place, id: string): ImportLink | undefined {
  const link = place.folder.imports.find((each) => each.id === id);
  if (link === undefined) return undefined;
  place.folder.imports = place.folder.imports.filter((each) => each !== link);
  announce(world, place);
  return link;
}

function announce({ changes }: World, { project, environment, folder }: Place): void {
  const where = { projectId: project.id, environment: environment.slug, secretPath: folder.path };
  changes.publish({ event: 'secret:import-mutation', ...where, keys: [] });
}
