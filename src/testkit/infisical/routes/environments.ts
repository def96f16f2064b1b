import { z } from 'zod/v3';
import { requireMember, requireRight } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import { defineRoute, type Exchange, IGNORED, type Route } from '../http/index.ts';
import { requireProject } from '../secrets/index.ts';
import type { Environment, Project } from '../state/index.ts';

const ofProject = z.object({ projectId: z.string() });
const ofEnvironment = z.object({ projectId: z.string(), id: z.string() });
const slug = z
  .string()
  .trim()
  .regex(/^[\da-z-]+$/u);
const name = z.string().trim();

/** Environments of a project. The answers to writes call the project `workspace` on the older paths. */
export function environmentRoutes(): Route[] {
  return [
    ...routesAt('/api/v1/workspace/:projectId/environments', ['24', '26'], 'workspace'),
    ...routesAt('/api/v1/projects/:projectId/environments', ['26'], 'projectId'),
  ];
}

function routesAt(path: string, eras: Route['eras'], projectField: 'workspace' | 'projectId'): Route[] {
  const common = { eras, callers: 'member', query: IGNORED } as const;
  const written = (message: string, project: Project, environment: Environment): Record<string, unknown> => ({
    message,
    [projectField]: project.id,
    environment: view(project, environment),
  });
  return [
    defineRoute({
      ...common,
      name: 'environments.get',
      method: 'GET',
      path: `${path}/:id`,
      limit: 'read',
      params: ofEnvironment,
      body: IGNORED,
      answer: ({ world, caller, params }) => {
        const project = requireProject(world, params.projectId);
        requireMember(caller, project);
        return { environment: view(project, requireById(project, params.id)) };
      },
    }),
    defineRoute({
      ...common,
      name: 'environments.create',
      method: 'POST',
      path,
      limit: 'write',
      params: ofProject,
      body: z.object({ name, slug }),
      answer: (exchange) => {
        const project = writable(exchange, exchange.params.projectId);
        const { body, world } = exchange;
        refuseTwin(project, body.slug);
        return written('The environment is made', project, project.addEnvironment(body.slug, body.name, world.now()));
      },
    }),
    defineRoute({
      ...common,
      name: 'environments.update',
      method: 'PATCH',
      path: `${path}/:id`,
      limit: 'write',
      params: ofEnvironment,
      body: z.object({ name: name.optional(), slug: slug.optional() }),
      answer: (exchange) => {
        const project = writable(exchange, exchange.params.projectId);
        const environment = requireById(project, exchange.params.id);
        const { name: newName = environment.name, slug: newSlug = environment.slug } = exchange.body;
        if (newSlug !== environment.slug) refuseTwin(project, newSlug);
        environment.name = newName;
        environment.slug = newSlug;
        return written('The environment is changed', project, environment);
      },
    }),
    defineRoute({
      ...common,
      name: 'environments.delete',
      method: 'DELETE',
      path: `${path}/:id`,
      limit: 'write',
      params: ofEnvironment,
      body: IGNORED,
      answer: (exchange) => {
        const project = writable(exchange, exchange.params.projectId);
        const environment = requireById(project, exchange.params.id);
        project.removeEnvironment(environment.id);
        return written('The environment is gone', project, environment);
      },
    }),
  ];
}

/** The project, if the caller may change what it consists of; members may, in the emulator. */
function writable(
  { world, caller }: Pick<Exchange<unknown, unknown, unknown>, 'world' | 'caller'>,
  id: string,
): Project {
  const project = requireProject(world, id);
  requireRight(caller, project, 'create', '', '/');
  return project;
}

function requireById(project: Project, id: string): Environment {
  const environment = project.environments.find((each) => each.id === id);
  if (environment === undefined) throw new Refusal('environmentUnknown', 'The project has no such environment');
  return environment;
}

function refuseTwin(project: Project, wanted: string): void {
  if (project.environment(wanted) === undefined) return;
  throw new Refusal('environmentExists', `The project already has an environment ${wanted}`);
}

function view(project: Project, { id, name: title, slug: text, position, createdAt }: Environment) {
  const at = createdAt.toISOString();
  return { id, name: title, slug: text, position, projectId: project.id, createdAt: at, updatedAt: at };
}
