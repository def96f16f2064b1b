import { z } from 'zod/v3';
import { requireRight } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import { defineRoute, type Exchange, IGNORED, type Route } from '../http/index.ts';
import { addImport, findPlace, removeImport, requirePlace, requireProject } from '../secrets/index.ts';
import type { ImportLink, Place } from '../state/index.ts';
import { placeFields, type ProjectField, projectFrom, type ProjectPlace } from './project-place.ts';

/** Lists, creates and deletes of imports, on the older path of both eras and on the newer one. */
export function secretImportRoutes(): Route[] {
  return [
    ...routesAt('/api/v1/secret-imports', ['24', '26'], 'workspaceId'),
    ...routesAt('/api/v2/secret-imports', ['26'], 'projectId'),
  ];
}

const Source = z.object({ environment: z.string().trim(), path: z.string().trim() });

function routesAt(path: string, eras: Route['eras'], projectField: ProjectField): Route[] {
  const common = { eras, callers: 'member', limit: 'secrets' } as const;
  return [
    defineRoute({
      ...common,
      name: 'imports.list',
      method: 'GET',
      path,
      params: IGNORED,
      query: projectFrom(projectField, z.object(placeFields)),
      body: IGNORED,
      answer: ({ query, ...context }) => {
        const project = requireProject(context.world, query.project);
        requireRight(context.caller, project, 'read', query.environment, query.path);
        const place = findPlace(project, query.environment, query.path);
        const links = place?.folder.imports ?? [];
        const secretImports = place === undefined ? [] : links.map((link) => view(place, link));
        return { message: 'The imports of the folder', secretImports };
      },
    }),
    defineRoute({
      ...common,
      name: 'imports.create',
      method: 'POST',
      path,
      params: IGNORED,
      query: IGNORED,
      body: projectFrom(projectField, z.object({ ...placeFields, import: Source })),
      answer: (exchange) => {
        const place = writable(exchange, 'create', exchange.body);
        const { environment, path: from } = exchange.body.import;
        const link = addImport(exchange.world, place, environment, from);
        return { message: 'The import is made', secretImport: view(place, link) };
      },
    }),
    defineRoute({
      ...common,
      name: 'imports.delete',
      method: 'DELETE',
      path: `${path}/:importId`,
      params: z.object({ importId: z.string() }),
      query: IGNORED,
      body: projectFrom(projectField, z.object(placeFields)),
      answer: (exchange) => {
        const place = writable(exchange, 'delete', exchange.body);
        const link = removeImport(exchange.world, place, exchange.params.importId);
        if (link === undefined) throw new Refusal('importUnknown', 'The folder has no such import');
        return { message: 'The import is gone', secretImport: view(place, link) };
      },
    }),
  ];
}

function writable(
  { world, caller }: Pick<Exchange<unknown, unknown, unknown>, 'world' | 'caller'>,
  action: 'create' | 'delete',
  { project: projectId, environment, path }: ProjectPlace,
): Place {
  const project = requireProject(world, projectId);
  requireRight(caller, project, action, environment, path);
  return requirePlace(project, environment, path);
}

function view({ project, folder }: Place, link: ImportLink): Record<string, unknown> {
  const createdAt = link.createdAt.toISOString();
  const source = project.environment(link.environment);
  return {
    id: link.id,
    version: 1,
    importPath: link.path,
    position: link.position,
    createdAt,
    updatedAt: createdAt,
    folderId: folder.id,
    isReplication: false,
    isReplicationSuccess: null,
    replicationStatus: null,
    lastReplicated: null,
    isReserved: false,
    importEnv: { name: source?.name ?? link.environment, slug: link.environment, id: source?.id ?? null },
  };
}
