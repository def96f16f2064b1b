import { z } from 'zod/v3';
import type { Era } from '../era/index.ts';
import { defineRoute, IGNORED, type Route } from '../http/index.ts';
import { getSecret, listSecrets } from '../secrets/index.ts';
import { flag, pathField, typeField } from './fields.ts';
import { readTarget } from './read-target.ts';

const readFlags = { include_imports: flag(false), expandSecretReferences: flag(false) };
const versionField = z.coerce.number().optional();
const secretParams = z.object({ secretName: z.string().trim() });

const v3Target = {
  workspaceId: z.string().trim().optional(),
  workspaceSlug: z.string().trim().optional(),
  environment: z.string().trim().optional(),
  secretPath: pathField,
};
const v4Target = { projectId: z.string().trim(), environment: z.string().trim(), secretPath: pathField };
type Field<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

/** What narrows a read or hides its values; servers of 2024 drop these parameters unread, whatever they hold. */
function filterFields({ richSecrets }: Era) {
  const dropped = z.unknown().transform(() => undefined);
  const shown: Field<boolean> = richSecrets ? flag(true) : z.unknown().transform(() => true);
  const text: Field<string | undefined> = richSecrets ? z.string().optional() : dropped;
  return { viewSecretValue: shown, tagSlugs: text, metadataFilter: text };
}

/** Lists and single reads, on the older paths of both eras and on the newer ones. */
export function secretReadRoutes(era: Era): Route[] {
  const filters = filterFields(era);
  return [
    defineRoute({
      name: 'secrets.list',
      method: 'GET',
      path: '/api/v3/secrets/raw',
      callers: 'member',
      limit: 'secrets',
      params: IGNORED,
      query: z.object({ ...v3Target, ...readFlags, ...filters, recursive: flag(false) }),
      body: IGNORED,
      answer: ({ query, ...context }) =>
        listSecrets(context, {
          ...readTarget(context.world, context.caller, v3Place(query), 'projectSlugUnknown'),
          ...asked(query),
          ...narrowed(query),
          recursive: query.recursive,
        }),
    }),
    defineRoute({
      name: 'secrets.get',
      method: 'GET',
      path: '/api/v3/secrets/raw/:secretName',
      callers: 'member',
      limit: 'secrets',
      params: secretParams,
      query: z.object({ ...v3Target, ...readFlags, ...filters, version: versionField, type: typeField }),
      body: IGNORED,
      answer: ({ params, query, ...context }) =>
        getSecret(context, {
          ...readTarget(context.world, context.caller, v3Place(query), 'projectSlugUnknownToSecrets'),
          ...asked(query),
          key: params.secretName,
          version: query.version,
          type: query.type,
          showValues: query.viewSecretValue,
        }),
    }),
    defineRoute({
      name: 'secrets.list',
      method: 'GET',
      path: '/api/v4/secrets',
      eras: ['26'],
      callers: 'member',
      limit: 'secrets',
      params: IGNORED,
      query: z.object({ ...v4Target, ...readFlags, ...filters, recursive: flag(false) }),
      body: IGNORED,
      answer: ({ query, ...context }) =>
        listSecrets(context, {
          ...readTarget(context.world, context.caller, v4Place(query), 'projectSlugUnknown'),
          ...asked(query),
          ...narrowed(query),
          recursive: query.recursive,
        }),
    }),
    defineRoute({
      name: 'secrets.get',
      method: 'GET',
      path: '/api/v4/secrets/:secretName',
      eras: ['26'],
      callers: 'member',
      limit: 'secrets',
      params: secretParams,
      query: z.object({ ...v4Target, ...readFlags, ...filters, version: versionField, type: typeField }),
      body: IGNORED,
      answer: ({ params, query, ...context }) =>
        getSecret(context, {
          ...readTarget(context.world, context.caller, v4Place(query), 'projectSlugUnknown'),
          ...asked(query),
          key: params.secretName,
          version: query.version,
          type: query.type,
          showValues: query.viewSecretValue,
        }),
    }),
  ];
}

function v3Place(query: z.infer<z.ZodObject<typeof v3Target>>) {
  const { workspaceId: projectId, workspaceSlug: projectSlug, environment, secretPath: path } = query;
  return { projectId, projectSlug, environment, path };
}

function v4Place({ projectId, environment, secretPath: path }: z.infer<z.ZodObject<typeof v4Target>>) {
  return { projectId, projectSlug: undefined, environment, path };
}

function asked(query: { include_imports: boolean; expandSecretReferences: boolean }) {
  return { imports: query.include_imports, expand: query.expandSecretReferences };
}

function narrowed(query: {
  viewSecretValue: boolean;
  tagSlugs?: string | undefined;
  metadataFilter?: string | undefined;
}) {
  return {
    showValues: query.viewSecretValue,
    tagSlugs: query.tagSlugs?.split(',').map((slug) => slug.trim()),
    metadata: query.metadataFilter === undefined ? [] : metadataPairs(query.metadataFilter),
  };
}

/** `key=a,value=b|key=c,value=d`: pairs parted by bars, all of which a secret has to carry. */
function metadataPairs(filter: string): { key: string; value: string }[] {
  return filter.split('|').map((pair) => {
    const fields = new Map(
      pair.split(',').map((field): [string, string] => {
        const at = field.indexOf('=');
        return [field.slice(0, at).trim(), field.slice(at + 1).trim()];
      }),
    );
    return { key: fields.get('key') ?? '', value: fields.get('value') ?? '' };
  });
}
