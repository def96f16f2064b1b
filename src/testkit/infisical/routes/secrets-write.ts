import { z } from 'zod/v3';
import { requireRight } from '../access/index.ts';
import { type Era, Refusal } from '../era/index.ts';
import { defineRoute, IGNORED, type Route, type Schema } from '../http/index.ts';
import {
  createSecrets,
  deleteSecrets,
  heldForApproval,
  requirePlace,
  requireProject,
  type SecretsContext,
  secretView,
  updateSecrets,
} from '../secrets/index.ts';
import type { Place, Secret } from '../state/index.ts';
import { contentFields, metadataField, pathField, typeField } from './fields.ts';
import { projectFrom } from './project-place.ts';
import { type ContentBody, contentOf } from './secret-content.ts';

const target = {
  project: z.string().trim(),
  environment: z.string().trim(),
  secretPath: pathField,
  type: typeField,
};
type Target = z.infer<z.ZodObject<typeof target>>;

/** Creates, updates and deletes of one secret, on the older path of both eras and on the newer one. */
export function secretWriteRoutes(era: Era): Route[] {
  return [
    ...singleWrites(era, '/api/v3/secrets/raw/:secretName', ['24', '26'], 'workspaceId'),
    ...singleWrites(era, '/api/v4/secrets/:secretName', ['26'], 'projectId'),
  ];
}

function singleWrites(era: Era, path: string, eras: Route['eras'], projectField: 'workspaceId' | 'projectId'): Route[] {
  const value = z.string();
  const secretComment = z.string().optional();
  const later = { secretComment, secretMetadata: metadataField, newSecretName: z.string().trim().optional() };
  const create = z.object({ ...target, ...contentFields, ...later, secretValue: value });
  const update: Schema<Target & ContentBody> = era.updateNeedsValue
    ? z.object({ ...target, ...contentFields, secretValue: value })
    : z.object({ ...target, ...contentFields, ...later, secretValue: value.optional() });
  const common = { path, eras, callers: 'member', limit: 'secrets', query: IGNORED } as const;
  const named = z.object({ secretName: z.string().trim() });
  return [
    defineRoute({
      ...common,
      name: 'secrets.create',
      method: 'POST',
      params: z.object({ secretName: z.string().trim().regex(era.secretName) }),
      body: projectFrom(projectField, create),
      answer: ({ params, body, ...context }) =>
        write(context, 'create', body, (place) =>
          createSecrets(context, place, [contentOf(params.secretName, body)], 1),
        ),
    }),
    defineRoute({
      ...common,
      name: 'secrets.update',
      method: 'PATCH',
      params: named,
      body: projectFrom(projectField, update),
      answer: ({ params, body, ...context }) =>
        write(context, 'edit', body, (place) =>
          updateSecrets(context, [{ place, write: contentOf(params.secretName, body) }]),
        ),
    }),
    defineRoute({
      ...common,
      name: 'secrets.delete',
      method: 'DELETE',
      params: named,
      body: projectFrom(projectField, z.object(target)),
      answer: ({ params, body, ...context }) =>
        write(context, 'delete', body, (place) => deleteSecrets(context, place, [params.secretName])),
    }),
  ];
}

function write(
  context: SecretsContext,
  action: 'create' | 'edit' | 'delete',
  { project: projectId, environment, secretPath, type }: Target,
  run: (place: Place) => Secret[],
): Record<string, unknown> {
  const { era, world, caller } = context;
  const project = requireProject(world, projectId);
  requireRight(caller, project, action, environment, secretPath);
  if (type === 'personal') throw new Refusal('personalByIdentity', 'Only users can have personal secrets');
  const place = requirePlace(project, environment, secretPath);
  const held = heldForApproval(place);
  if (held !== undefined) return held;
  const [secret] = run(place);
  return { secret: secret === undefined ? null : secretView(era, place, secret, 'written') };
}
