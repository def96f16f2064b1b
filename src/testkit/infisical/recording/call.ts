import type { RouteName } from './route-name.ts';

/** Query parameters that are written down; the others may hold anything, so only their presence is of no interest. */
const RECORDED_QUERY = new Set([
  'workspaceId',
  'workspaceSlug',
  'projectId',
  'projectSlug',
  'environment',
  'environmentSlug',
  'secretPath',
  'path',
  'recursive',
  'include_imports',
  'expandSecretReferences',
  'viewSecretValue',
  'tagSlugs',
  'version',
  'type',
]);

/** One request as the emulator saw it. Never holds a body, a header with a credential, or a parsed path part. */
export interface Call {
  readonly name: RouteName;
  readonly method: string;
  /** The route's template, such as `/api/v4/secrets/:secretName`; empty for an unknown route. */
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  readonly userAgent: string | undefined;
  readonly at: Date;
  /** Undefined while the call is open, and for good if it never got an answer. */
  readonly status: number | undefined;
}

/** The recorded part of a query; of a repeated parameter all values, joined by commas. */
export function recordedQuery(query: URLSearchParams): Record<string, string> {
  const names = [...new Set(query.keys())].filter((name) => RECORDED_QUERY.has(name));
  return Object.fromEntries(names.map((name) => [name, query.getAll(name).join(',')]));
}
