import { asOperatorError, worstOf, type Finalizers, type InfisicalSession, type OperatorError } from '#kernel';
import { FINALIZER } from './annotations.ts';
import type { Comparison, Withdrawal } from './outcomes.ts';
import { ownership } from './ownership.ts';
import { placesOf, type HeldPlace } from './places.ts';
import { planPush } from './plan.ts';
import { approvalPending, isPending, joinRequests, requestOf } from './request.ts';
import type { Work } from './work.ts';

/** What clearing up takes besides the ways of the resource. */
export interface WithdrawServices {
  readonly finalizers: Finalizers;
}

/**
 * Deletes what the resource has made in the places that it has left; while it is being deleted, everywhere, and then lets it go. A place that cannot be
 * cleared does not keep the others from it, and is tried again. Safe to repeat from any point.
 */
export async function withdraw(
  { finalizers }: WithdrawServices,
  work: Work,
  session: InfisicalSession,
  comparison: Comparison | undefined,
  signal: AbortSignal,
): Promise<Withdrawal> {
  const { deleting } = work.object.metadata;
  const places = deleting ? allPlaces(work, session) : (comparison?.places.former ?? []);
  const kept = deleting || comparison === undefined ? new Set<string>() : await idsIn(comparison, session, signal);
  const left: HeldPlace[] = [];
  const errors: OperatorError[] = [];
  let wrote = false;
  const pending: string[] = [];
  for (const place of places) {
    try {
      const cleared = await clear(work, session, place, kept, signal);
      wrote ||= cleared.wrote;
      if (cleared.awaits === undefined) continue;
      pending.push(cleared.awaits);
      errors.push(approvalPending());
    } catch (error) {
      signal.throwIfAborted();
      errors.push(asOperatorError(error));
    }
    left.push(place);
  }
  const error = worstOf(errors);
  if (deleting && error === undefined) await finalizers.remove(work.identity, FINALIZER, signal);
  return { left, wrote, pendingApproval: joinRequests(pending), error };
}

/** The place of the spec as well: a crash may have kept it out of the status, and marks tell what was made there. */
function allPlaces(work: Work, { host }: InfisicalSession): readonly HeldPlace[] {
  const { destination: scope, policies } = work.spec();
  if (!policies.deletes) return [];
  const { current, former } = placesOf(work.recorded, { host, scope }, true);
  return [current, ...former];
}

/**
 * What stands in the place that is wanted now. It may be the one that was left, under another name: a project has a slug and an id, and only Infisical
 * knows which belong together.
 */
async function idsIn(
  { places }: Comparison,
  session: InfisicalSession,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const stored = await session.destination(places.current.scope).list(signal);
  return new Set(stored?.map(({ id }) => id));
}

async function clear(
  work: Work,
  session: InfisicalSession,
  { scope, managed }: HeldPlace,
  kept: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ readonly wrote: boolean; readonly awaits: string | undefined }> {
  const destination = session.destination(scope);
  const stored = (await destination.list(signal)) ?? [];
  const steps = planPush({
    wanted: new Map(),
    unpushable: new Set(),
    stored: stored.filter(({ id }) => !kept.has(id)),
    policies: { replaces: false, deletes: true },
    isOurs: ownership(work.identity, scope, managed),
  });
  const own = steps.flatMap((step) => (step.kind === 'delete' ? [step.stored] : []));
  if (own.length === 0) return { wrote: false, awaits: undefined };
  const request = requestOf(steps, [work.identity.uid, scope.environment, scope.path]);
  if (isPending(request, work.pendingApproval) && work.force === undefined) return { wrote: false, awaits: request };
  const { written, awaitsApproval } = await destination.remove(own, signal);
  return { wrote: written.length > 0, awaits: awaitsApproval ? request : undefined };
}
