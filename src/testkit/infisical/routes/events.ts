import { z } from 'zod/v3';
import { type Caller, mayHear, requireMember } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import type { EventStreams } from '../events/index.ts';
import { defineRoute, IGNORED, type Route } from '../http/index.ts';
import { requireProject } from '../secrets/index.ts';
import { CHANGE_EVENTS, type Project, type World } from '../state/index.ts';

/** Whether an installation offers change events: it does, its plan lacks them, or it has no such route. */
export type EventsOffer = 'available' | 'unlicensed' | 'absent';

/** What the event route depends on besides the request. */
export interface EventsSetup {
  readonly streams: EventStreams;
  readonly offer: EventsOffer;
  /** Streams one identity may have open in one project. */
  readonly maxPerIdentity: number;
}

const Interests = z
  .array(
    z.object({
      event: z.enum(CHANGE_EVENTS),
      conditions: z.object({ environmentSlug: z.string(), secretPath: z.string().default('/') }).optional(),
    }),
  )
  .min(1)
  .max(10);

/** Subscription to changes of a project, a stream of server-sent events. */
export function eventRoutes({ streams, offer, maxPerIdentity }: EventsSetup): Route[] {
  if (offer === 'absent') return [];
  return [
    defineRoute({
      name: 'events.subscribe',
      method: 'POST',
      path: '/api/v1/events/subscribe/project-events',
      eras: ['26'],
      callers: 'identity',
      limit: 'read',
      params: IGNORED,
      query: IGNORED,
      body: z.object({ projectId: z.string().trim(), register: Interests }),
      answer: ({ world, caller, body: { projectId, register } }) => {
        const project = requireProject(world, projectId);
        requireMember(caller, project);
        if (offer === 'unlicensed') {
          throw new Refusal('planRestricted', 'Subscribing to project events is not available on your current plan');
        }
        if (!entitled(world, caller, project, register)) {
          throw new Refusal('permissionDenied', 'The caller may not subscribe to these events');
        }
        const identityId = caller.kind === 'identity' ? caller.identity.id : '';
        if (streams.countOf(identityId, project.id) >= maxPerIdentity) {
          throw new Refusal('tooManySubscriptions', 'This identity has too many streams open for the project');
        }
        const check = (): boolean => entitled(world, caller, project, register);
        return streams.answer({ identityId, projectId: project.id, interests: register, entitled: check });
      },
    }),
  ];
}

/** The right to hear of changes goes with the right to read, here; without conditions it is asked for at the root. */
function entitled(world: World, caller: Caller, project: Project, interests: z.infer<typeof Interests>): boolean {
  const gone = caller.kind === 'identity' && world.identity(caller.identity.id) === undefined;
  return (
    !gone &&
    interests.every(({ conditions: { environmentSlug = '', secretPath = '/' } = {} }) =>
      mayHear(caller, project, environmentSlug, secretPath),
    )
  );
}
