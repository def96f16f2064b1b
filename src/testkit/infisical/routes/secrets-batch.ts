import { z } from 'zod/v3';
import { type Action, requireRight } from '../access/index.ts';
import type { Era } from '../era/index.ts';
import { defineRoute, IGNORED, type Route, type Schema } from '../http/index.ts';
import {
  createSecrets,
  deleteSecrets,
  heldForApproval,
  type MissingKeyMode,
  requirePlace,
  requireProject,
  requireProjectBySlug,
  type SecretsContext,
  secretView,
  updateSecrets,
} from '../secrets/index.ts';
import type { Place, Project, Secret } from '../state/index.ts';
import { contentFields, metadataField, pathField } from './fields.ts';
import { type ProjectField, projectFrom } from './project-place.ts';
import { type ContentBody, contentOf } from './secret-content.ts';

interface Element extends ContentBody {
  readonly secretKey: string;
  readonly secretPath?: string | undefined;
}

interface Batch {
  readonly project: string;
  readonly environment: string;
  readonly secretPath: string;
  readonly mode: MissingKeyMode;
  readonly secrets: readonly Element[];
}

/** How one family of paths names the project of a batch. */
interface Surface {
  readonly path: string;
  readonly eras: Route['eras'];
  readonly projectField: ProjectField;
}

const SURFACES: readonly Surface[] = [
  { path: '/api/v3/secrets/batch/raw', eras: ['24', '26'], projectField: 'projectSlug' },
  { path: '/api/v4/secrets/batch', eras: ['26'], projectField: 'projectId' },
];

/** Creates, updates and deletes of many secrets of one folder: all of them or none. */
export function secretBatchRoutes(era: Era): Route[] {
  return SURFACES.flatMap((surface) => batchRoutes(era, surface));
}

function batchRoutes(era: Era, { path, eras, projectField }: Surface): Route[] {
  const common = { path, eras, callers: 'member', limit: 'secrets', params: IGNORED, query: IGNORED } as const;
  const key = z.string().trim();
  const value = z.string();
  const content = { ...contentFields, secretComment: z.string().optional(), secretMetadata: metadataField };
  const elsewhere = { newSecretName: key.regex(era.secretName).optional(), secretPath: z.string().optional() };
  const created = z.object({ ...content, secretKey: key.regex(era.secretName), secretValue: value });
  const update = {
    ...content,
    secretKey: key,
    secretComment: era.batchUpdateClearsComment ? z.string().default('') : z.string().optional(),
  };
  const updated = era.updateNeedsValue
    ? z.object({ ...update, secretValue: value })
    : z.object({ ...update, ...elsewhere, secretValue: value.optional() });
  return [
    defineRoute({
      ...common,
      name: 'secrets.batch-create',
      method: 'POST',
      body: batchBody(projectField, created),
      answer: ({ body, ...context }) =>
        run(context, projectField, body, 'create', (place) =>
          createSecrets(
            context,
            place,
            body.secrets.map((element) => contentOf(element.secretKey, element)),
            era.firstBatchVersion,
          ).map((secret) => ({
            place,
            secret,
          })),
        ),
    }),
    defineRoute({
      ...common,
      name: 'secrets.batch-update',
      method: 'PATCH',
      body: batchBody(projectField, updated),
      answer: ({ body, ...context }) =>
        run(context, projectField, body, 'edit', (place) => {
          const items = body.secrets.map((element) => ({
            place: placeOf(context, place, element),
            write: contentOf(element.secretKey, element),
          }));
          return updateSecrets(context, items, body.mode).map((secret) => ({ place, secret }));
        }),
    }),
    defineRoute({
      ...common,
      name: 'secrets.batch-delete',
      method: 'DELETE',
      body: batchBody(projectField, z.object({ secretKey: key })),
      answer: ({ body, ...context }) =>
        run(context, projectField, body, 'delete', (place) => {
          const keys = body.secrets.map((element) => element.secretKey);
          return deleteSecrets(context, place, keys).map((secret) => ({ place, secret }));
        }),
    }),
  ];
}

function batchBody(projectField: ProjectField, element: z.ZodType<Element, z.ZodTypeDef, unknown>): Schema<Batch> {
  const body = z.object({
    project: z.string().trim(),
    environment: z.string().trim(),
    secretPath: pathField,
    mode: z.enum(['failOnNotFound', 'upsert', 'ignore']).default('failOnNotFound'),
    secrets: z.array(element).min(1),
  });
  return projectFrom(projectField, body);
}

/** The folder of one element of an update, which may name another than the batch does. */
function placeOf({ caller }: SecretsContext, place: Place, { secretPath }: Element): Place {
  if (secretPath === undefined) return place;
  requireRight(caller, place.project, 'edit', place.environment.slug, secretPath);
  return requirePlace(place.project, place.environment.slug, secretPath);
}

function run(
  context: SecretsContext,
  projectField: Surface['projectField'],
  { project: name, environment, secretPath }: Batch,
  action: Action,
  change: (place: Place) => { place: Place; secret: Secret }[],
): Record<string, unknown> {
  const { era, world, caller } = context;
  const project: Project =
    projectField === 'projectId' ? requireProject(world, name) : requireProjectBySlug(world, name);
  requireRight(caller, project, action, environment, secretPath);
  const place = requirePlace(project, environment, secretPath);
  const held = heldForApproval(place);
  if (held !== undefined) return held;
  return { secrets: change(place).map((each) => secretView(era, each.place, each.secret, 'written')) };
}
