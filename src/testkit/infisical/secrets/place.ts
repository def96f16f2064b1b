import type { Caller } from '../access/index.ts';
import { type Era, Refusal } from '../era/index.ts';
import { findFolder, type Place, type Project, type World } from '../state/index.ts';

/** What every operation on secrets works with. */
export interface SecretsContext {
  readonly era: Era;
  readonly world: World;
  readonly caller: Caller;
}

/** The folder at a path of an environment; undefined if either is not there. */
export function findPlace(project: Project, environmentSlug: string, path: string): Place | undefined {
  const environment = project.environment(environmentSlug);
  const folder = environment === undefined ? undefined : findFolder(environment.root, path);
  return environment === undefined || folder === undefined ? undefined : { project, environment, folder };
}

/** The folder at a path of an environment. Throws the refusal of single reads and of writes if it is not there. */
export function requirePlace(project: Project, environmentSlug: string, path: string): Place {
  const place = findPlace(project, environmentSlug, path);
  if (place !== undefined) return place;
  throw new Refusal('pathUnknown', `There is no folder ${path} in the environment ${environmentSlug}`);
}

/** The project of that id. Throws the refusal that the secrets routes give. */
export function requireProject(world: World, id: string): Project {
  const project = world.projectById(id);
  if (project === undefined) throw new Refusal('projectUnknown', `There is no project with the id ${id}`);
  return project;
}

/** The project of that slug. Throws the refusal of single reads and batches, or another one of the caller's choice. */
export function requireProjectBySlug(
  world: World,
  slug: string,
  refusal: 'projectSlugUnknown' | 'projectSlugUnknownToSecrets' = 'projectSlugUnknownToSecrets',
): Project {
  const project = world.projectBySlug(slug);
  if (project === undefined) throw new Refusal(refusal, `There is no project with the slug ${slug}`);
  return project;
}
