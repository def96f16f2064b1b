import type { Clock } from '#kernel';
import type { Caller, PlainCall } from '../access/index.ts';
import { ProjectAnswer, WorkspaceEnvelopeAnswer } from '../answers.ts';
import { Remembered } from '../flight/index.ts';
import { fingerprint } from '../host/index.ts';

const REMEMBERED_MS = 30 * 60_000;

/** A project as somebody names it. */
export type ProjectName = { readonly id: string } | { readonly slug: string };

/** A project by both of its names: some routes of 2024 take the one, some the other. */
export interface ProjectNames {
  readonly id: string;
  readonly slug: string;
}

/** Finds projects. */
export class Projects {
  private readonly ids: Remembered<string>;
  private readonly names: Remembered<ProjectNames>;

  constructor(clock: Clock) {
    this.ids = new Remembered(clock, REMEMBERED_MS);
    this.names = new Remembered(clock, REMEMBERED_MS);
  }

  /** The id of the project with `slug`, asked for once per identity and half an hour. Throws terminal `ProjectNotFound`. */
  idOf(caller: Caller, slug: string, signal: AbortSignal): Promise<string> {
    const fetch = async (flight: AbortSignal): Promise<string> => (await caller.call(bySlugV4(slug), flight)).body.id;
    return this.ids.get(key(caller, slug), fetch, signal);
  }

  /** Both names of a project, by the routes that servers of 2024 have; remembered as ids are. */
  namesOf(caller: Caller, project: ProjectName, signal: AbortSignal): Promise<ProjectNames> {
    return this.names.get(nameKey(caller, project), (flight) => this.load(caller, project, flight), signal);
  }

  /** Forgets what is known of a project: it may have been deleted and made again, or got another slug. */
  forget(caller: Caller, project: ProjectName): void {
    this.names.forget(nameKey(caller, project));
    if ('slug' in project) this.ids.forget(key(caller, project.slug));
  }

  /** A project with its environments as they are now, by the routes that servers of 2024 have. */
  async load(caller: Caller, project: ProjectName, signal: AbortSignal): Promise<ProjectAnswer> {
    const call = 'id' in project ? byIdV3(project.id) : bySlugV3(project.slug);
    return (await caller.call(call, signal)).body;
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await Promise.all([this.ids.close(), this.names.close()]);
  }
}

function nameKey(caller: Caller, project: ProjectName): string {
  return fingerprint(caller.id, ...('id' in project ? ['id', project.id] : ['slug', project.slug]));
}

function key(caller: Caller, slug: string): string {
  return fingerprint(caller.id, slug);
}

function bySlugV4(slug: string): PlainCall<ProjectAnswer> {
  return {
    operation: 'getProjectBySlug',
    kind: 'project',
    what: `find the project "${slug}"`,
    send: (client, init) => client.GET('/api/v1/projects/slug/{slug}', { ...init, params: { path: { slug } } }),
    parse: (answer) => ProjectAnswer.parse(answer),
  };
}

function bySlugV3(slug: string): PlainCall<ProjectAnswer> {
  return {
    operation: 'getWorkspaceBySlug',
    kind: 'project',
    what: `find the project "${slug}"`,
    send: (client, init) => client.GET('/api/v2/workspace/{slug}', { ...init, params: { path: { slug } } }),
    parse: (answer) => ProjectAnswer.parse(answer),
  };
}

function byIdV3(workspaceId: string): PlainCall<ProjectAnswer> {
  return {
    operation: 'getWorkspace',
    kind: 'project',
    what: `find the project ${workspaceId}`,
    send: (client, init) =>
      client.GET('/api/v1/workspace/{workspaceId}', { ...init, params: { path: { workspaceId } } }),
    parse: (answer) => WorkspaceEnvelopeAnswer.parse(answer).workspace,
  };
}
