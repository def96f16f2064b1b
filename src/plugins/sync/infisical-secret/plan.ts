import {
  MANAGED_BY,
  terminal,
  type DesiredTarget,
  type ObservedTarget,
  type OperatorError,
  type SourceSnapshot,
  type SyncTarget,
} from '#kernel';
import { ADOPT, LEGACY_VERSION } from './annotations.ts';
import { dataKeysOf, fingerprintOfDesired, fingerprintOfObserved, observedDataHash } from './fingerprint.ts';
import type { TargetSpec } from './spec-parse.ts';
import type { TargetRecord } from './write-result.ts';

/** What to do about one target. */
export type TargetStep = {
  readonly target: DesiredTarget;
  readonly targetKind: SyncTarget['kind'];
  /** The field of the spec that names it. */
  readonly field: string;
  readonly creationPolicy: TargetSpec['creationPolicy'];
  /** Hash of the data that it held when it was looked at; undefined: there was none, or nobody wrote its hash down. */
  readonly heldHash: string | undefined;
} & (
  | { readonly kind: 'keep'; readonly uid: string }
  | { readonly kind: 'create' }
  /** `removeDataKeys`: those that others added. `disown`: uid of the resource, where it is the owner and shall not be. */
  | { readonly kind: 'update'; readonly removeDataKeys: readonly string[]; readonly disown?: string }
);

/** Observed beside desired: what is to be written, and what cannot be. */
export interface Comparison {
  readonly snapshot: SourceSnapshot;
  readonly steps: readonly TargetStep[];
  /** Targets of earlier passes that the spec wants no more: cleared up once all others are in place. */
  readonly dropped: readonly TargetRecord[];
  /** What the resource lacks, or has too much. */
  readonly finalizer: 'keep' | 'add' | 'remove';
  /** A target or key that cannot be written; the steps are done all the same. */
  readonly error: OperatorError | undefined;
}

/** Whether a pass finds everything as it shall be, and has nothing to write. */
export function isUpToDate({ steps, dropped, finalizer, error }: Comparison): boolean {
  return (
    error === undefined && dropped.length === 0 && finalizer === 'keep' && steps.every((step) => step.kind === 'keep')
  );
}

/** Who may claim an object: asked about the resource that a target says it is managed by. */
export type OwnerCheck = (managedBy: string) => boolean;

/** One target: what it shall be, what is there, and for whom. */
export interface TargetQuestion {
  readonly targetKind: SyncTarget['kind'];
  /** The field of the spec that names it. */
  readonly field: string;
  readonly creationPolicy: TargetSpec['creationPolicy'];
  readonly desired: DesiredTarget;
  readonly observed: ObservedTarget | undefined;
  readonly ownerUid: string;
  /** True when another living resource manages the target that is named so. */
  readonly isClaimedByAnother: OwnerCheck;
}

/** What to do about one target; throws terminal `TargetNotOwned` when it is not ours to write. Pure. */
export function planTarget(question: TargetQuestion): TargetStep {
  const { targetKind, field, creationPolicy, desired, observed, ownerUid } = question;
  const heldHash = observed && observedDataHash(observed);
  const about = { target: desired, targetKind, field, creationPolicy, heldHash };
  if (observed === undefined) return { kind: 'create', ...about };
  const refusal = refuse(question, observed);
  if (refusal !== undefined) throw refusal;
  if (fingerprintOfDesired(desired, ownerUid) === fingerprintOfObserved(observed, ownerUid)) {
    return { kind: 'keep', ...about, uid: observed.uid };
  }
  const wanted = new Set(dataKeysOf(desired));
  const removeDataKeys = observed.foreignDataKeys.filter((key) => !wanted.has(key));
  const isOwner = (references: DesiredTarget['ownerReferences']): boolean =>
    references.some(({ uid }) => uid === ownerUid);
  const disown = isOwner(observed.ownerReferences) && !isOwner(desired.ownerReferences);
  return { kind: 'update', ...about, removeDataKeys, ...(disown ? { disown: ownerUid } : {}) };
}

/**
 * Why an object must be left alone; undefined when it is ours. It is ours when it names this resource itself (also when a backup brought it back without managed
 * fields), when our field manager wrote it (somebody may have taken our annotation off), when its owner allows it to be adopted, or when Infisical's older
 * operator made it. The name of a resource that is gone is no proof: copies of an object carry it, too.
 */
function refuse(question: TargetQuestion, observed: ObservedTarget): OperatorError | undefined {
  const { targetKind, desired, isClaimedByAnother } = question;
  const object = `${targetKind} ${desired.namespace}/${desired.name}`;
  const managedBy = observed.annotations[MANAGED_BY];
  if (managedBy === desired.annotations[MANAGED_BY]) return undefined;
  if (managedBy !== undefined && isClaimedByAnother(managedBy)) {
    return terminal('TargetNotOwned', `${object} is managed by ${managedBy}.`, {
      hint: 'Give this resource another target name, or delete the other resource.',
    });
  }
  if (observed.applied !== undefined) return undefined;
  if (observed.annotations[ADOPT] === 'true' || LEGACY_VERSION in observed.annotations) return undefined;
  return terminal('TargetNotOwned', `${object} exists and is not managed by this operator.`, {
    hint: `Rename the target, delete the object, or annotate it with ${ADOPT}: "true" to hand it over.`,
  });
}
