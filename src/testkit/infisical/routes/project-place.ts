import { z } from 'zod/v3';
import { Refusal } from '../era/index.ts';
import type { Issue, Schema } from '../http/index.ts';
import type { Environment, Project } from '../state/index.ts';

/** What a family of paths calls the project in its parameters. */
export type ProjectField = 'workspaceId' | 'projectId' | 'projectSlug';

/** Fields that say where a folder or an import is meant to be. */
export const placeFields = {
  project: z.string().trim(),
  environment: z.string().trim(),
  path: z.string().trim().default('/'),
};

/** What `placeFields` parses to. */
export type ProjectPlace = z.infer<z.ZodObject<typeof placeFields>>;

/** Lets a schema find its field `project` under the name that a path has for it, and complain under that name. */
export function projectFrom<T>(field: ProjectField, schema: Schema<T>): Schema<T> {
  const renamed = (issue: Issue): Issue =>
    issue.path[0] === 'project' ? { ...issue, path: [field, ...issue.path.slice(1)] } : issue;
  return {
    safeParse(value) {
      const result = schema.safeParse(withProject(field, value));
      return result.success ? result : { success: false, error: { issues: result.error.issues.map(renamed) } };
    },
  };
}

function withProject(field: ProjectField, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = new Map<string, unknown>(Object.entries(value));
  return { ...Object.fromEntries(fields), project: fields.get(field) };
}

/** An environment by its slug. Throws the refusal of the folder routes. */
export function requireEnvironment(project: Project, slug: string): Environment {
  const environment = project.environment(slug);
  if (environment !== undefined) return environment;
  throw new Refusal('folderEnvironmentUnknown', `The project has no environment ${slug}`);
}
