import {
  asOperatorError,
  retryable,
  worstOf,
  type Destination,
  type Finalizers,
  type InfisicalSession,
  type OperatorError,
  type ResourceIdentity,
  type WriteOutcome,
} from '#kernel';
import { FINALIZER } from './annotations.ts';
import type { Comparison, PushResult, WriteKind } from './outcomes.ts';
import { markOf, type ManagedSecrets } from './ownership.ts';
import type { PushStep } from './plan.ts';
import { approvalPending, isPending } from './request.ts';
import type { Work } from './work.ts';

/** What pushing takes besides the ways of the resource. */
export interface PushServices {
  readonly finalizers: Finalizers;
}

/**
 * Makes Infisical so. Before the first write the resource is held back from its deletion and the place is on record, so that nothing that is made can be
 * lost sight of. A kind of write that fails does not keep the others from being made; of what was written whole batches stand or fall. Safe to repeat.
 */
export async function push(
  { finalizers }: PushServices,
  work: Work,
  session: InfisicalSession,
  comparison: Comparison,
  signal: AbortSignal,
): Promise<PushResult> {
  const { places, request } = comparison;
  if (comparison.finalizer === 'add' && !(await finalizers.add(work.identity, FINALIZER, signal))) {
    throw retryable('KubernetesUnavailable', 'The resource is being deleted; nothing is pushed any more.');
  }
  const result =
    isPending(request, work.pendingApproval) && work.force === undefined
      ? waiting(comparison)
      : await write(work, session.destination(places.current.scope), comparison, signal);
  if (comparison.finalizer === 'remove') await finalizers.remove(work.identity, FINALIZER, signal);
  return result;
}

/** What stands in the place that is the resource's own, before anything is written. */
export function managedBefore(steps: readonly PushStep[]): ManagedSecrets {
  return new Map(
    steps.flatMap((step): [string, string][] => {
      const isOurs = step.kind === 'delete' || (step.kind !== 'create' && step.ours);
      return isOurs ? [[step.stored.id, step.key]] : [];
    }),
  );
}

function waiting({ steps, request }: Comparison): PushResult {
  const error = approvalPending();
  const failures: Partial<Record<WriteKind, OperatorError>> = {};
  for (const { kind } of steps) if (kind !== 'keep') failures[kind] = error;
  return { managed: managedBefore(steps), wrote: false, failures, pendingApproval: request, error };
}

async function write(
  work: Work,
  destination: Destination,
  { steps, places, folderExists, request, error: unpushable }: Comparison,
  signal: AbortSignal,
): Promise<PushResult> {
  const managed = new Map(managedBefore(steps));
  const failures: Partial<Record<WriteKind, OperatorError>> = {};
  const outcomes: WriteOutcome[] = [];
  const attempt = async (kind: WriteKind, act: () => Promise<WriteOutcome>): Promise<WriteOutcome['written']> => {
    try {
      const outcome = await act();
      outcomes.push(outcome);
      if (outcome.awaitsApproval) failures[kind] = approvalPending();
      return outcome.written;
    } catch (error) {
      signal.throwIfAborted();
      failures[kind] = asOperatorError(error);
      return [];
    }
  };

  const created = toCreate(steps, work.identity, places.current.scope);
  const updated = steps.flatMap((step) => (step.kind === 'update' ? [{ stored: step.stored, value: step.value }] : []));
  const deleted = steps.flatMap((step) => (step.kind === 'delete' ? [step.stored] : []));
  if (created.length > 0) {
    if (!places.recorded) await work.record(places);
    if (!folderExists) await destination.createFolder(signal);
    for (const { id, key } of await attempt('create', () => destination.create(created, signal))) managed.set(id, key);
  }
  if (updated.length > 0) await attempt('update', () => destination.update(updated, signal));
  if (deleted.length > 0) {
    for (const { id } of await attempt('delete', () => destination.remove(deleted, signal))) managed.delete(id);
  }

  // Only if nothing else kept a write from being asked for: it is not asked for again while it waits.
  const onlyWaits = Object.values(failures).every(({ reason }) => reason === 'ApprovalPending');
  const errors = [...Object.values(failures), ...(unpushable === undefined ? [] : [unpushable])];
  return {
    managed,
    wrote: outcomes.some(({ written }) => written.length > 0),
    failures,
    pendingApproval: onlyWaits && outcomes.some(({ awaitsApproval }) => awaitsApproval) ? request : undefined,
    error: worstOf(errors),
  };
}

function toCreate(
  steps: readonly PushStep[],
  identity: ResourceIdentity,
  scope: Comparison['places']['current']['scope'],
): Parameters<Destination['create']>[0] {
  return steps.flatMap((step) =>
    step.kind === 'create' ? [{ key: step.key, value: step.value, mark: markOf(identity, scope, step.key) }] : [],
  );
}
