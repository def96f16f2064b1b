import type { ObjectReference, OperatorError, SyncTarget } from '#kernel';

/** A target as it stands after a pass, for the inventory in status. */
export interface TargetRecord {
  readonly kind: SyncTarget['kind'];
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly creationPolicy: 'Owner' | 'Orphan';
  /** Hash of the data that every workload which asked runs with, but for those that the status lists; undefined where nobody noted it. */
  readonly workloadsRunWith?: string | undefined;
}

/** What came of writing all targets: one that fails does not keep the others from being written. */
export interface WriteResult {
  /** Targets that are as desired now, kept ones included. */
  readonly records: readonly TargetRecord[];
  /** Targets that the spec wants no more and that were deleted, or left to others. */
  readonly cleared: readonly ObjectReference[];
  /** Whether anything was sent that changed the cluster. */
  readonly wrote: boolean;
  /** The failure to report: the first terminal one, else the first. */
  readonly error: OperatorError | undefined;
}
