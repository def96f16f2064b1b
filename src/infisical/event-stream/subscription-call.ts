import type { PlainStreamCall } from '../access/index.ts';
import { pathsOf, type Reach } from './reach.ts';

/** All kinds of change that can move what a source gives. */
const EVENTS = ['secret:create', 'secret:update', 'secret:delete', 'secret:import-mutation'] as const;

type Entry = Readonly<{ event: (typeof EVENTS)[number]; conditions?: { environmentSlug: string; secretPath: string } }>;

/** Subscribes to changes of a project, as far as `reach` goes. */
export function subscribeTo(projectId: string, reach: Reach): PlainStreamCall {
  const register = entriesOf(reach);
  return {
    operation: 'subscribeProjectEvents',
    kind: 'events',
    what: `subscribe to the events of project ${projectId}`,
    send: (client, init) =>
      client.POST('/api/v1/events/subscribe/project-events', {
        ...init,
        body: { projectId, register },
        parseAs: 'stream',
      }),
  };
}

function entriesOf(reach: Reach): Entry[] {
  if (reach === 'project') return EVENTS.map((event) => ({ event }));
  return reach.flatMap((tree) =>
    pathsOf(tree, reach.length).flatMap((secretPath) =>
      EVENTS.map((event) => ({ event, conditions: { environmentSlug: tree.environment, secretPath } })),
    ),
  );
}
