import type { PlainStreamCall } from '../access/index.ts';

/** All kinds of change that can move what a source gives. */
const EVENTS = ['secret:create', 'secret:update', 'secret:delete', 'secret:import-mutation'] as const;

/**
 * Subscribes to all changes of a project. It names no environment and no path: servers of different years read paths differently, a stream
 * takes ten entries at most, and one that names nothing need not be opened anew when another folder is of interest.
 */
export function subscribeToProject(projectId: string): PlainStreamCall {
  return {
    operation: 'subscribeProjectEvents',
    kind: 'events',
    what: `subscribe to the events of project ${projectId}`,
    send: (client, init) =>
      client.POST('/api/v1/events/subscribe/project-events', {
        ...init,
        body: { projectId, register: EVENTS.map((event) => ({ event })) },
        parseAs: 'stream',
      }),
  };
}
