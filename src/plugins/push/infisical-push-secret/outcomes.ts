import type { OperatorError } from '#kernel';
import type { ManagedSecrets } from './ownership.ts';
import type { HeldPlace, Places } from './places.ts';
import type { PushStep } from './plan.ts';

/** The destination beside the source. */
export interface Comparison {
  readonly places: Places;
  /** What to do in the place that is wanted. */
  readonly steps: readonly PushStep[];
  /** False: the folder is not there. */
  readonly folderExists: boolean;
  /** What the resource lacks, or has too much. */
  readonly finalizer: 'keep' | 'add' | 'remove';
  /** Tells one state of the source and one plan from another, without telling a value. */
  readonly request: string;
  /** Keys whose values cannot be pushed; the steps are done all the same. */
  readonly error: OperatorError | undefined;
  /** Nothing is to be written, neither there nor to the resource, and nothing is wrong. */
  readonly upToDate: boolean;
}

/** The kinds of writes. */
export type WriteKind = 'create' | 'update' | 'delete';

/** What came of the writes to the place that is wanted. */
export interface PushResult {
  /** What the resource has made there, as far as is known. */
  readonly managed: ManagedSecrets;
  /** Whether Infisical has changed anything. */
  readonly wrote: boolean;
  /** The kinds of writes that failed. */
  readonly failures: Partial<Readonly<Record<WriteKind, OperatorError>>>;
  /** The request that waits for an approval. */
  readonly pendingApproval: string | undefined;
  /** The failure to report: the first terminal one, else the first. */
  readonly error: OperatorError | undefined;
}

/** What came of clearing places. */
export interface Withdrawal {
  /** Places that could not be cleared whole. */
  readonly left: readonly HeldPlace[];
  readonly wrote: boolean;
  readonly pendingApproval: string | undefined;
  readonly error: OperatorError | undefined;
}
