import { z } from 'zod/v3';
import { requireMember } from '../access/index.ts';
import { defineRoute, IGNORED, type Route } from '../http/index.ts';
import { requireProject } from '../secrets/index.ts';
import type { Project, World } from '../state/index.ts';
import type { Caller } from '../access/index.ts';

/** Tags of a project, under the name each family of paths has for the list. */
export function tagRoutes(): Route[] {
  const common = {
    name: 'tags.list',
    method: 'GET',
    callers: 'member',
    limit: 'read',
    params: z.object({ projectId: z.string() }),
    query: IGNORED,
    body: IGNORED,
  } as const;
  return [
    defineRoute({
      ...common,
      path: '/api/v1/workspace/:projectId/tags',
      answer: ({ world, caller, params }) => ({ workspaceTags: tagsOf(world, caller, params.projectId) }),
    }),
    defineRoute({
      ...common,
      path: '/api/v1/projects/:projectId/tags',
      eras: ['26'],
      answer: ({ world, caller, params }) => ({ tags: tagsOf(world, caller, params.projectId) }),
    }),
  ];
}

function tagsOf(world: World, caller: Caller, projectId: string): Project['tags'] {
  const project = requireProject(world, projectId);
  requireMember(caller, project);
  return project.tags;
}
