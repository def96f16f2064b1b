import { z } from 'zod';
import type { Answer, Ask, CallerName, Stage } from './stage.ts';

type Query = Readonly<Record<string, string | undefined>>;

const Listed = z.object({ secretKey: z.string(), secretValue: z.string(), secretPath: z.string().optional() });
const List = z.object({
  secrets: z.array(Listed),
  imports: z.array(z.object({ secretPath: z.string(), environment: z.string(), secrets: z.array(Listed) })),
});
const One = z.object({ secret: Listed.extend({ version: z.number() }) });

/** The list request of the stage's API version, of the shop's `dev` at `/` unless the query says otherwise. */
export function list(stage: Stage, query: Query = {}, as: CallerName = 'member'): Ask {
  const path = stage.surface.api === 'v3' ? '/api/v3/secrets/raw' : '/api/v4/secrets';
  return { path, query: { ...project(stage), environment: 'dev', ...query }, as };
}

/** The request for one secret, of the same place. */
export function get(stage: Stage, key: string, query: Query = {}, as: CallerName = 'member'): Ask {
  return { path: one(stage, key), query: { ...project(stage), environment: 'dev', ...query }, as };
}

/** A write of one secret, in `/empty` of the shop's `dev` unless the body says otherwise. */
export function write(
  stage: Stage,
  method: 'POST' | 'PATCH' | 'DELETE',
  key: string,
  body: object = {},
  as: CallerName = 'member',
): Ask {
  return {
    method,
    path: one(stage, key),
    body: { ...project(stage), environment: 'dev', secretPath: '/empty', ...body },
    as,
  };
}

/** A batch, in the same place; the older API names its project by slug. */
export function batch(
  stage: Stage,
  method: 'POST' | 'PATCH' | 'DELETE',
  secrets: readonly object[],
  body: object = {},
  as: CallerName = 'member',
): Ask {
  const older = stage.surface.api === 'v3';
  const named = older ? { projectSlug: stage.shop.slug } : { projectId: stage.shop.id };
  const path = older ? '/api/v3/secrets/batch/raw' : '/api/v4/secrets/batch';
  return { method, path, body: { ...named, environment: 'dev', secretPath: '/empty', secrets, ...body }, as };
}

/** The query that names the shop in the stage's API version, with another id on request. */
export function project({ surface, shop }: Stage, id: string = shop.id): Record<string, string> {
  return surface.api === 'v3' ? { workspaceId: id } : { projectId: id };
}

/** Values of a list by `path key`, or by key alone for one folder. */
export function values(answer: Answer, { withPath = false } = {}): Record<string, string> {
  const { secrets } = List.parse(answer.body);
  return Object.fromEntries(
    secrets.map(({ secretPath = '', secretKey, secretValue }) => [
      withPath ? `${secretPath} ${secretKey}` : secretKey,
      secretValue,
    ]),
  );
}

/** Import blocks of a list, each with its values by key. */
export function blocks(answer: Answer): { from: string; values: Record<string, string> }[] {
  return List.parse(answer.body).imports.map(({ environment, secretPath, secrets }) => ({
    from: `${environment} ${secretPath}`,
    values: Object.fromEntries(secrets.map(({ secretKey, secretValue }) => [secretKey, secretValue])),
  }));
}

/** The secret of an answer to a read or write of one. */
export function secretOf(answer: Answer): z.infer<typeof One>['secret'] {
  return One.parse(answer.body).secret;
}

function one(stage: Stage, key: string): string {
  const base = stage.surface.api === 'v3' ? '/api/v3/secrets/raw' : '/api/v4/secrets';
  return `${base}/${encodeURIComponent(key)}`;
}
