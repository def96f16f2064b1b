import { z } from 'zod/v3';
import { requireMember } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import { defineRoute, IGNORED, type Route } from '../http/index.ts';
import { requireProjectBySlug } from '../secrets/index.ts';
import type { Project, World } from '../state/index.ts';

const byId = z.object({ projectId: z.string().trim() });
const bySlug = z.object({ slug: z.string().trim() });

/** Projects by id and by slug, on the older paths of both eras and on the newer ones; and the caller's own projects. */
export function projectRoutes(): Route[] {
  const common = { method: 'GET', limit: 'read', query: IGNORED, body: IGNORED } as const;
  return [
    defineRoute({
      ...common,
      name: 'projects.list',
      path: '/api/v1/workspace',
      // Asks for a user, and so refuses every token the emulator can issue.
      callers: 'user',
      params: IGNORED,
      answer: () => ({ workspaces: [] }),
    }),
    defineRoute({
      ...common,
      name: 'projects.list',
      path: '/api/v1/projects',
      eras: ['26'],
      callers: 'identity',
      params: IGNORED,
      answer: ({ caller, world }) => {
        const grants = caller.kind === 'identity' ? caller.identity.grants : [];
        const own = world.projects.filter((project) => grants.some((grant) => grant.projectId === project.id));
        return { projects: own.map(projectView) };
      },
    }),
    defineRoute({
      ...common,
      name: 'projects.get',
      path: '/api/v1/workspace/:projectId',
      callers: 'member',
      params: byId,
      answer: ({ caller, world, params }) => {
        const project = projectById(world, params.projectId);
        requireMember(caller, project);
        return { workspace: projectView(project) };
      },
    }),
    defineRoute({
      ...common,
      name: 'projects.get',
      path: '/api/v1/projects/:projectId',
      eras: ['26'],
      callers: 'member',
      params: byId,
      answer: ({ caller, world, params }) => {
        const project = projectById(world, params.projectId);
        requireMember(caller, project);
        return { project: projectView(project) };
      },
    }),
    ...(['/api/v2/workspace/:slug', '/api/v1/projects/slug/:slug'] as const).map((path) =>
      defineRoute({
        ...common,
        name: 'projects.get-by-slug',
        path,
        ...(path === '/api/v2/workspace/:slug' ? {} : { eras: ['26'] }),
        callers: 'member',
        params: bySlug,
        answer: ({ era, caller, world, params }) => {
          if (caller.kind === 'serviceToken' && !era.slugForServiceTokens) {
            throw new Refusal('tokenKind', 'Service tokens cannot look up projects by slug');
          }
          const project = requireProjectBySlug(world, params.slug, 'projectSlugUnknown');
          requireMember(caller, project);
          return projectView(project);
        },
      }),
    ),
  ];
}

function projectById(world: World, id: string): Project {
  const project = world.projectById(id);
  if (project === undefined) throw new Refusal('projectIdUnknown', `There is no project with the id ${id}`);
  return project;
}

function projectView(project: Project): Record<string, unknown> {
  const createdAt = project.createdAt.toISOString();
  return {
    id: project.id,
    _id: project.id,
    name: project.name,
    slug: project.slug,
    autoCapitalization: true,
    orgId: project.orgId,
    createdAt,
    updatedAt: createdAt,
    version: 2,
    upgradeStatus: null,
    pitVersionLimit: 10,
    kmsCertificateKeyId: null,
    auditLogsRetentionDays: null,
    kmsSecretManagerKeyId: null,
    environments: project.environments.map(({ name, slug, id }) => ({ name, slug, id })),
  };
}
