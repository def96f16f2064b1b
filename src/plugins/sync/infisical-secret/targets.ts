import {
  MANAGED_BY,
  managedByText,
  OperatorError,
  SYNC_TARGET,
  TemplateBudget,
  asOperatorError,
  retryable,
  terminal,
  worstOf,
  type Clock,
  type EventRecorder,
  type ExtensionRegistry,
  type Finalizers,
  type ObjectReference,
  type SourceSnapshot,
  type SyncTarget,
  type TargetReference,
  type Templates,
} from '#kernel';
import { desiredTarget } from './desired.ts';
import type { Expectations } from './expectations.ts';
import { fingerprintOfDesired } from './fingerprint.ts';
import { FINALIZER, asRecorded, droppedTargets, isHeld, needsFinalizer, recordOf } from './inventory.ts';
import { planTarget, type Comparison, type OwnerCheck, type TargetStep } from './plan.ts';
import type { TargetSpec } from './spec-parse.ts';
import type { Work } from './work.ts';
import type { TargetRecord, WriteResult } from './write-result.ts';

/** What comparing and writing targets takes. */
export interface TargetServices {
  readonly extensions: ExtensionRegistry;
  readonly templates: Templates;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly finalizers: Finalizers;
  readonly expectations: Expectations;
  readonly events: EventRecorder;
  /** Whether the resource that a target names as its own still lives, still wants that target, and is another one. */
  isClaimedByAnother(work: Work, target: TargetSpec): OwnerCheck;
}

/** Each target as it is beside what it shall be. A target that cannot be compared does not keep the others from it. */
export async function compareTargets(
  services: TargetServices,
  work: Work,
  snapshot: SourceSnapshot,
  signal: AbortSignal,
): Promise<Comparison> {
  const { targets } = work.spec();
  const steps: TargetStep[] = [];
  const errors: OperatorError[] = [];
  const invalidKeys = new Set<string>();
  const budget = new TemplateBudget(services.templates, services.clock);
  for (const target of targets) {
    try {
      await budget.pause();
      const { step, invalid } = await compare(services, work, target, snapshot, budget, signal);
      steps.push(step);
      invalid.forEach((key) => invalidKeys.add(key));
    } catch (error) {
      signal.throwIfAborted();
      errors.push(asOperatorError(error));
    }
  }
  if (invalidKeys.size > 0) errors.push(invalidKeyNames([...invalidKeys]));
  const dropped = droppedTargets(work.inventory, targets);
  return { snapshot, steps, dropped, finalizer: finalizerStep(work), error: worstOf(errors) };
}

/**
 * Writes what differs, one target after the other; one that fails does not keep the next from being written. What the spec wants no more is
 * cleared up last, and only once everything that it does want is in place: of a rename, the old name goes when the new one stands.
 */
export async function writeTargets(
  services: TargetServices,
  work: Work,
  comparison: Comparison,
  signal: AbortSignal,
): Promise<WriteResult> {
  const records: TargetRecord[] = [];
  const cleared: ObjectReference[] = [];
  const errors: OperatorError[] = comparison.error === undefined ? [] : [comparison.error];
  let wrote = false;
  // Before the first write, or a crash could leave a target behind that nothing clears up.
  if (comparison.finalizer === 'add' && !(await services.finalizers.add(work.identity, FINALIZER, signal))) {
    throw retryable('KubernetesUnavailable', 'The resource is being deleted; its targets are not written any more.');
  }
  for (const step of comparison.steps) {
    try {
      records.push(await writeOne(services, work, step, signal));
      if (step.kind !== 'keep') wrote = true;
    } catch (error) {
      signal.throwIfAborted();
      errors.push(asOperatorError(error));
    }
  }
  const complete = records.length === work.spec().targets.length;
  for (const record of complete ? comparison.dropped : []) {
    try {
      if (record.creationPolicy === 'Owner' && (await removeOwned(services, work, asRecorded(record), signal)))
        wrote = true;
      cleared.push(record);
    } catch (error) {
      signal.throwIfAborted();
      errors.push(asOperatorError(error));
    }
  }
  if (comparison.finalizer === 'remove' && cleared.length === comparison.dropped.length) {
    await services.finalizers.remove(work.identity, FINALIZER, signal);
  }
  return { records, cleared, wrote, error: worstOf(errors) };
}

/**
 * Deletes a target if it still is the very object that this resource wrote. Resolves to whether there was anything to delete: an object of
 * that name which was made since, or which another resource manages by now, is nobody's business here; one that the policy does not let this
 * resource use any more is left as it is, with an Event.
 */
export async function removeOwned(
  { expectations, events }: Pick<TargetServices, 'expectations' | 'events'>,
  { access, identity }: Pick<Work, 'access' | 'identity'>,
  target: TargetReference & { readonly uid?: string },
  signal: AbortSignal,
): Promise<boolean> {
  const object = access.target(target);
  try {
    const observed = await object.observe(signal);
    if (observed === undefined || (target.uid !== undefined && observed.uid !== target.uid)) return false;
    if (observed.annotations[MANAGED_BY] !== managedByText(identity)) return false;
    expectations.clear(target);
    await object.remove(observed.uid, signal);
    return true;
  } catch (error) {
    if (!(error instanceof OperatorError) || error.reason !== 'NamespaceRefused') throw error;
    // Nobody asks for it any more, so there is no condition that could go on telling of it.
    events.record(identity, {
      type: 'Warning',
      reason: error.reason,
      message: `${error.message} The operator leaves it as it is.`,
    });
    return false;
  }
}

interface Compared {
  readonly step: TargetStep;
  readonly invalid: readonly string[];
}

async function compare(
  services: TargetServices,
  work: Work,
  spec: TargetSpec,
  snapshot: SourceSnapshot,
  budget: TemplateBudget,
  signal: AbortSignal,
): Promise<Compared> {
  const kind = syncTarget(services, spec);
  const owner = {
    identity: work.identity,
    labels: work.object.metadata.labels,
    annotations: work.object.metadata.annotations,
  };
  const { target: desired, invalidKeys } = desiredTarget(spec, owner, snapshot.secrets, {
    encode: (value) => kind.encode(value),
    render: (template, secrets) => budget.render(template, secrets),
  });
  const step = planTarget({
    targetKind: spec.kind,
    field: spec.field,
    creationPolicy: spec.creationPolicy,
    desired,
    observed: await work.access.target(spec).observe(signal),
    ownerUid: work.identity.uid,
    isClaimedByAnother: services.isClaimedByAnother(work, spec),
  });
  return { step, invalid: invalidKeys };
}

async function writeOne(
  services: TargetServices,
  work: Work,
  step: TargetStep,
  signal: AbortSignal,
): Promise<TargetRecord> {
  const { target: desired, targetKind: kind, field } = step;
  const { namespace, name } = desired;
  if (step.kind === 'keep') return recordOf(step, step.uid);
  // Set before the call: the watch may bring the echo of this write before the call has returned.
  services.expectations.set(
    { kind, namespace, name },
    managedByText(work.identity),
    work.identity.uid,
    fingerprintOfDesired(desired, work.identity.uid),
  );
  try {
    const { uid } = await work.access.target({ kind, namespace, name, field }).write(desired, step, signal);
    return recordOf(step, uid);
  } catch (error) {
    // What is there now is unknown: any event of it must lead to a pass.
    services.expectations.clear({ kind, namespace, name });
    throw error;
  }
}

/** Taken away only after what was dropped has been cleared up, so what was dropped does not count here. */
function finalizerStep(work: Work): Comparison['finalizer'] {
  const { object } = work;
  const isNeeded = work.spec().targets.some((target) => needsFinalizer(object.metadata, target));
  if (isNeeded === isHeld(object)) return 'keep';
  return isNeeded ? 'add' : 'remove';
}

function syncTarget(
  { extensions }: Pick<TargetServices, 'extensions'>,
  { kind }: { readonly kind: SyncTarget['kind'] },
): SyncTarget {
  const registered = extensions.find(SYNC_TARGET, kind);
  if (registered !== undefined) return registered.instance();
  throw terminal('PluginUnavailable', `Targets of the kind ${kind} are not part of this operator.`, {
    hint: 'Remove them from the spec.',
  });
}

/** The failure of a target that holds all secrets but these. */
export function invalidKeyNames(keys: readonly string[]): OperatorError {
  const shown = keys.slice(0, 20).map((key) => JSON.stringify(key.slice(0, 64)));
  const more = keys.length > shown.length ? ' and more' : '';
  return terminal(
    'InvalidKeys',
    `Kubernetes cannot hold keys named ${shown.join(', ')}${more}; all others are in place.`,
    {
      hint: 'Rename them in Infisical: letters, digits, "-", "_" and "." only.',
    },
  );
}
