import type { SourceScope } from '#kernel';

/** A scope in which nothing is left to find out but the project. */
export interface Place {
  readonly project: { readonly id: string } | { readonly slug: string };
  readonly environment: string;
  readonly path: string;
  readonly recursive: boolean;
  readonly secretName?: string;
  readonly tagSlugs?: readonly string[];
}

/** The place in words, for messages: what a person wrote into the spec. */
export function describePlace({ project, ...place }: Pick<Place, 'project' | 'environment' | 'path'>): string {
  return `project ${'id' in project ? project.id : `"${project.slug}"`}, environment "${place.environment}", path "${place.path}"`;
}

/** An absolute path without a final slash: servers of 2024 answer anything else with an empty list. */
export function normalisePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return `/${parts.join('/')}`;
}

/** A text that is equal for equal scopes. */
export function scopeKey(scope: SourceScope): string {
  const { project, environment, path, recursive, secretName, tagSlugs } = scope;
  const tags = tagSlugs === undefined ? null : [...tagSlugs].sort();
  return JSON.stringify([
    project ?? null,
    environment ?? null,
    normalisePath(path),
    recursive,
    secretName ?? null,
    tags,
  ]);
}
