import { asOperatorError, type ObjectReference, type OperatorError, type SourceSnapshot } from '#kernel';
import type { InstantUpdatesVerdict } from './instant-updates.ts';
import { recordOf } from './inventory.ts';
import type { PassContext, State } from './machine.ts';
import type { Work } from './work.ts';
import type { ReloadResult } from './reload/index.ts';
import type { TargetRecord } from './write-result.ts';

/** What a pass has to say of itself. */
export interface PassReport {
  readonly state: State;
  readonly error: OperatorError | undefined;
  readonly hasToken: boolean;
  /** Undefined where the pass did not get so far: what stands in the status stays. */
  readonly secretsCount: number | undefined;
  /** Keys that several folders hold. */
  readonly clashes: SourceSnapshot['clashes'];
  readonly host: string | undefined;
  readonly authMethod: string | undefined;
  readonly targets: readonly TargetRecord[] | undefined;
  readonly cleared: readonly ObjectReference[];
  readonly wrote: boolean;
  readonly reloaded: ReloadResult | undefined;
  readonly instantUpdates: InstantUpdatesVerdict;
  /** Value of the force-sync annotation that this pass handled. */
  readonly handledRefresh: string | undefined;
}

/** The report of a pass that has not found anything out yet. */
export const NOTHING_YET: Omit<PassReport, 'state'> = {
  error: undefined,
  hasToken: false,
  secretsCount: undefined,
  clashes: [],
  host: undefined,
  authMethod: undefined,
  targets: undefined,
  cleared: [],
  wrote: false,
  reloaded: undefined,
  instantUpdates: 'unchanged',
  handledRefresh: undefined,
};

/** The report of a pass that has come to rest in `state`. */
export function reportOf(
  state: State,
  { session, comparison, written, reloaded, error }: PassContext,
  work: Work,
  instantUpdates: InstantUpdatesVerdict,
): PassReport {
  const kept = comparison?.steps.flatMap((step) => (step.kind === 'keep' ? [recordOf(step, step.uid)] : []));
  return {
    state,
    error: error === undefined ? undefined : asOperatorError(error),
    hasToken: session !== undefined,
    secretsCount: comparison?.snapshot.secrets.length,
    clashes: comparison?.snapshot.clashes ?? [],
    host: session?.host,
    authMethod: session === undefined ? undefined : work.spec().method.key,
    targets: written?.records ?? kept,
    cleared: written?.cleared ?? [],
    wrote: written?.wrote ?? false,
    reloaded,
    instantUpdates,
    handledRefresh: state === 'synced' ? work.force : undefined,
  };
}
