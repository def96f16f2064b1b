import type { Project, World } from '../state/index.ts';

/** A project as `Seeding` hands it out. */
export interface ProjectHandle {
  readonly id: string;
  readonly slug: string;
  /** Ids of the environments that were made with it, by slug. */
  readonly environments: Readonly<Record<string, string>>;
}

/** A project by its handle, its slug or its id. */
export type ProjectRef = ProjectHandle | string;

/** The project that is meant; throws a plain error if there is none, since that is a mistake in the test. */
export function resolveProject(world: World, ref: ProjectRef): Project {
  const name = typeof ref === 'string' ? ref : ref.id;
  const project = world.projectById(name) ?? world.projectBySlug(name);
  if (project === undefined) throw new Error(`The emulator holds no project ${name}`);
  return project;
}
