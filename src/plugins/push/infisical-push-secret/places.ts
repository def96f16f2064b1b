import type { DestinationScope } from '#kernel';
import type { ManagedSecrets } from './ownership.ts';

/** A folder of one Infisical server. */
export interface Place {
  /** The server's address, normalised as a session gives it. */
  readonly host: string;
  readonly scope: DestinationScope;
}

/** A place, and what the resource has made there. */
export interface HeldPlace extends Place {
  readonly managed: ManagedSecrets;
}

/** The places that a status records. */
export interface RecordedPlaces {
  /** The place of the last pass that wrote; undefined: none did, or the status is one of Infisical's own operator, which records no place. */
  readonly current: Place | undefined;
  readonly managed: ManagedSecrets;
  /** Left before, and still to be cleared. */
  readonly former: readonly HeldPlace[];
}

/** What a pass has to do with: the place that is wanted, and those that were left. */
export interface Places {
  readonly current: HeldPlace;
  readonly former: readonly HeldPlace[];
  /** Whether the status records just that already. */
  readonly recorded: boolean;
}

/**
 * The places of a pass. What was left is to be cleared only where the policy says so, and only on the server that the credentials are meant for: those of
 * the one host are never shown to another. Pure.
 */
export function placesOf(recorded: RecordedPlaces, wanted: Place, deletes: boolean): Places {
  const known: readonly HeldPlace[] = [
    { ...(recorded.current ?? wanted), managed: recorded.managed },
    ...recorded.former,
  ];
  const onHost = known.filter(({ host }) => host === wanted.host);
  // Ids are unique in Infisical, and the place may be one that was left, under another name of its project.
  const current = { ...wanted, managed: new Map(onHost.flatMap(({ managed }) => [...managed])) };
  const former = onHost.filter((place) => deletes && !isSamePlace(place, wanted));
  const isRecorded =
    recorded.current !== undefined && isSamePlace(recorded.current, wanted) && former.length === recorded.former.length;
  return { current, former, recorded: isRecorded };
}

/** Whether two places are one folder, as far as their names tell: a project by its slug and by its id are two. */
function isSamePlace(a: Place, b: Place): boolean {
  return textOf(a) === textOf(b);
}

function textOf({ host, scope: { project, environment, path } }: Place): string {
  return JSON.stringify([host, 'id' in project ? ['id', project.id] : ['slug', project.slug], environment, path]);
}
