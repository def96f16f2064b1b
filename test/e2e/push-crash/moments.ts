import { fault, type Infisical, type RouteName } from '../../../src/testkit/infisical/index.ts';
import { eventually, type Server } from '../harness/index.ts';

/** Where the pass over one resource is held up until its operator is killed. */
export interface Stop {
  /** Resolves when the pass has come there. */
  readonly arrived: Promise<unknown>;
  /** After the kill. What Kubernetes was asked for takes its course; requests of a dead client to Infisical are dropped. */
  readonly release: () => void;
}

/** What a resource is held up with. */
export interface Place {
  readonly server: Server;
  readonly name: string;
  /** Of this resource alone. */
  readonly host: Infisical;
}

/** A state of the machine, and what of it is done already. */
export interface Moment {
  readonly title: string;
  readonly needsHeldWrites?: true;
  /** The resource gets another destination in this phase. */
  readonly moves?: true;
  readonly stop: (place: Place) => Stop;
}

/** Before the request is looked at. */
const before =
  (route: RouteName) =>
  ({ host }: Place): Stop =>
    host.faults.hold(route);

/** After the request was carried out: the answer drips so slowly that it never is there. */
const after =
  (route: RouteName) =>
  ({ host, name }: Place): Stop => ({
    arrived: eventually(
      `${route} for ${name} to be carried out`,
      () => host.calls.list(route).some(({ status }) => status === 200) || undefined,
      { withinMs: 30_000 },
    ),
    release: host.faults.always(route, fault.drip(1, 1_000)),
  });

const heldWrites =
  (subresource: string) =>
  ({ server, name }: Place): Stop => {
    if (server.holdWrites === undefined) throw new Error(`${server.name} cannot hold writes`);
    return server.holdWrites('infisicalpushsecrets', subresource, name);
  };

/** Once the route is reached, the next write of that kind. */
const heldWriteAfter =
  (route: RouteName, subresource: string) =>
  (place: Place): Stop => {
    const hold = place.host.faults.hold(route);
    let next: Stop | undefined;
    const arrived = hold.arrived.then(async () => {
      next = heldWrites(subresource)(place);
      hold.release();
      await next.arrived;
    });
    return { arrived, release: () => next?.release() };
  };

/** Moments of the push of a new resource. */
const NEW: readonly Moment[] = [
  { title: 'authenticating', stop: before('auth.login') },
  { title: 'fetching', stop: before('secrets.list') },
  { title: 'writing, before the create', stop: before('secrets.batch-create') },
  { title: 'writing, after the create', stop: after('secrets.batch-create') },
  { title: 'writing, at the finalizer', needsHeldWrites: true, stop: heldWrites('') },
  { title: 'writing, at the record of the place', needsHeldWrites: true, stop: heldWrites('status') },
  {
    title: 'synced, before its report',
    needsHeldWrites: true,
    stop: heldWriteAfter('secrets.batch-create', 'status'),
  },
];

/** Moments of the push of a change, and of a change of the destination. */
const CHANGED: readonly Moment[] = [
  { title: 'writing, before the create', stop: before('secrets.batch-create') },
  { title: 'writing, after the create', stop: after('secrets.batch-create') },
  { title: 'writing, before the update', stop: before('secrets.batch-update') },
  { title: 'writing, after the update', stop: after('secrets.batch-update') },
  { title: 'writing, before the delete', stop: before('secrets.batch-delete') },
  { title: 'writing, after the delete', stop: after('secrets.batch-delete') },
  { title: 'moving, after the create', moves: true, stop: after('secrets.batch-create') },
  { title: 'withdrawing, before the delete', moves: true, stop: before('secrets.batch-delete') },
  { title: 'withdrawing, after the delete', moves: true, stop: after('secrets.batch-delete') },
  {
    title: 'synced, before its report',
    needsHeldWrites: true,
    stop: heldWriteAfter('secrets.batch-delete', 'status'),
  },
];

/** Moments of the deletion of a resource. */
const DELETED: readonly Moment[] = [
  { title: 'authenticating', stop: before('auth.login') },
  { title: 'withdrawing, before the list', stop: before('secrets.list') },
  { title: 'withdrawing, before the delete', stop: before('secrets.batch-delete') },
  { title: 'withdrawing, after the delete', stop: after('secrets.batch-delete') },
  {
    title: 'withdrawing, at the finalizer',
    needsHeldWrites: true,
    stop: heldWriteAfter('secrets.batch-delete', ''),
  },
];

/** The phases in the life of a resource. */
export const PHASES = { new: NEW, changed: CHANGED, deleted: DELETED } as const;

/** One of `PHASES`. */
export type Phase = keyof typeof PHASES;

/** The moments of a phase that a server can be stopped at. */
export function momentsOf(phase: Phase, { holdsWrites }: { readonly holdsWrites: boolean }): readonly Moment[] {
  return PHASES[phase].filter(({ needsHeldWrites }) => holdsWrites || needsHeldWrites !== true);
}
