import type { Caller } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import { requireProject, requireProjectBySlug } from '../secrets/index.ts';
import { fixedScope, type Project, type World } from '../state/index.ts';

/** Where a read is to look, as its query says. */
export interface TargetQuery {
  readonly projectId: string | undefined;
  readonly projectSlug: string | undefined;
  readonly environment: string | undefined;
  readonly path: string;
}

/** Where a read looks. */
export interface Target {
  readonly project: Project;
  readonly environment: string;
  readonly path: string;
}

/**
 * Where a read looks: a service token for a single place overrules the query; the id of a project wins over its slug,
 * and slugs are looked up for identities only.
 */
export function readTarget(
  world: World,
  caller: Caller,
  query: TargetQuery,
  unknownSlug: 'projectSlugUnknown' | 'projectSlugUnknownToSecrets',
): Target {
  const fixed = caller.kind === 'serviceToken' ? fixedScope(caller.token) : undefined;
  if (caller.kind === 'serviceToken' && fixed !== undefined) {
    const project = requireProject(world, caller.token.projectId);
    return { project, environment: fixed.environment, path: fixed.secretPath };
  }
  const { projectId, environment, path } = query;
  const slug = caller.kind === 'identity' ? query.projectSlug : undefined;
  if (environment === undefined || (projectId === undefined && slug === undefined)) {
    throw new Refusal('parametersMissing', 'The request names no project or no environment');
  }
  if (projectId !== undefined) return { project: requireProject(world, projectId), environment, path };
  return { project: requireProjectBySlug(world, slug ?? '', unknownSlug), environment, path };
}
