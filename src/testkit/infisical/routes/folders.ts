import { z } from 'zod/v3';
import { mayDo, requireMember, requireRight } from '../access/index.ts';
import { type Era, Refusal } from '../era/index.ts';
import { defineRoute, type Exchange, IGNORED, type Route } from '../http/index.ts';
import { requireProject } from '../secrets/index.ts';
import { addChild, ensureFolder, type Environment, findFolder, type Folder } from '../state/index.ts';
import { flag } from './fields.ts';
import { placeFields, type ProjectField, projectFrom, type ProjectPlace, requireEnvironment } from './project-place.ts';

/** Lists, creates and deletes of folders, on the older path of both eras and on the newer one. */
export function folderRoutes(era: Era): Route[] {
  return [
    ...routesAt(era, '/api/v1/folders', ['24', '26'], 'workspaceId'),
    ...routesAt(era, '/api/v2/folders', ['26'], 'projectId'),
  ];
}

function routesAt(era: Era, path: string, eras: Route['eras'], projectField: ProjectField): Route[] {
  const common = { eras, callers: 'member', limit: 'secrets' } as const;
  return [
    defineRoute({
      ...common,
      name: 'folders.list',
      method: 'GET',
      path,
      params: IGNORED,
      query: projectFrom(projectField, z.object({ ...placeFields, recursive: flag(false) })),
      body: IGNORED,
      answer: (exchange) => listFolders(exchange, exchange.query, exchange.query.recursive),
    }),
    defineRoute({
      ...common,
      name: 'folders.create',
      method: 'POST',
      path,
      params: IGNORED,
      query: IGNORED,
      body: projectFrom(projectField, z.object({ ...placeFields, name: z.string().trim().regex(era.folderName) })),
      answer: (exchange) => createFolder(exchange, exchange.body, exchange.body.name),
    }),
    defineRoute({
      ...common,
      name: 'folders.delete',
      method: 'DELETE',
      path: `${path}/:idOrName`,
      params: z.object({ idOrName: z.string() }),
      query: IGNORED,
      body: projectFrom(projectField, z.object(placeFields)),
      answer: (exchange) => deleteFolder(exchange, exchange.body, exchange.params.idOrName),
    }),
  ];
}

type Context = Pick<Exchange<unknown, unknown, unknown>, 'era' | 'world' | 'caller'>;

/** Any member may see folders in the older era; the newer one shows those whose secrets may be read. */
function listFolders({ era, world, caller }: Context, place: ProjectPlace, recursive: boolean) {
  const project = requireProject(world, place.project);
  requireMember(caller, project);
  const environment = requireEnvironment(project, place.environment);
  const start = findFolder(environment.root, place.path);
  const found = recursive ? [...(start?.walk() ?? [])].slice(1) : (start?.children ?? []);
  const folders = found
    .filter((folder) => !era.foldersNeedRights || mayDo(caller, project, 'read', environment.slug, folder.path))
    .map((folder) => ({
      ...view(environment, folder),
      ...(recursive ? { relativePath: relative(start, folder) } : {}),
    }));
  return { folders };
}

/** An existing folder is given back as it is, and parents that are missing are made on the way. */
function createFolder({ era, world, caller }: Context, place: ProjectPlace, name: string) {
  const project = requireProject(world, place.project);
  requireRight(caller, project, 'create', place.environment, place.path);
  if (era.brokenFolderName?.test(name) === true) {
    throw new Refusal('folderNameBroken', 'The look-up of a folder of this name fails');
  }
  const environment = requireEnvironment(project, place.environment);
  const now = world.now();
  const parent = ensureFolder(environment.root, place.path, now);
  return { folder: view(environment, parent.child(name) ?? addChild(parent, name, now)) };
}

function deleteFolder({ world, caller }: Context, place: ProjectPlace, idOrName: string) {
  const project = requireProject(world, place.project);
  requireRight(caller, project, 'delete', place.environment, place.path);
  const environment = requireEnvironment(project, place.environment);
  const parent = findFolder(environment.root, place.path);
  const folder = parent?.children.find((each) => each.id === idOrName || each.name === idOrName);
  if (parent === undefined || folder === undefined) {
    throw new Refusal('folderUnknown', `There is no folder ${idOrName} in ${place.path}`);
  }
  parent.remove(folder);
  return { folder: view(environment, folder) };
}

function view(environment: Environment, folder: Folder): Record<string, unknown> {
  const createdAt = folder.createdAt.toISOString();
  return {
    id: folder.id,
    name: folder.name,
    version: 1,
    createdAt,
    updatedAt: createdAt,
    envId: environment.id,
    parentId: folder.parent?.id ?? null,
    isReserved: false,
  };
}

function relative(start: Folder | undefined, folder: Folder): string {
  const base = start === undefined || start.path === '/' ? '' : start.path;
  return folder.path.slice(base.length + 1);
}
