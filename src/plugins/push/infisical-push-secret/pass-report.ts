import { asOperatorError } from '#kernel';
import type { PassContext, State } from './machine.ts';
import type { Comparison, PushResult } from './outcomes.ts';
import { managedBefore } from './push.ts';
import type { RecordedPlaces } from './places.ts';
import type { PassReport } from './status-report.ts';
import type { Work } from './work.ts';

/** The report of a pass that has come to rest in `state`. */
export function reportOf(state: State, context: PassContext, work: Work): PassReport {
  const { session, comparison, pushed, withdrawal, error } = context;
  const waits = pushed?.pendingApproval ?? withdrawal?.pendingApproval;
  return {
    state,
    error: error === undefined ? undefined : asOperatorError(error),
    hasToken: session !== undefined,
    failures: failuresOf(context),
    notReplaced: comparison?.steps.flatMap((step) => (step.reason === 'notReplaceable' ? [step.key] : [])),
    secretsCount: comparison?.steps.filter(({ reason }) => PUSHED.has(reason)).length,
    host: session?.host,
    authMethod: session === undefined ? undefined : work.spec().method.key,
    places: comparison === undefined ? leftPlaces(work, withdrawal) : placesAfter(comparison, pushed, withdrawal),
    pendingApproval: waits ?? (state === 'synced' ? null : undefined),
    wrote: (pushed?.wrote ?? false) || (withdrawal?.wrote ?? false),
    // What waits for an approval was asked for; to ask again at each pass would be a flood of requests.
    handledRefresh: state === 'synced' || waits !== undefined ? work.force : undefined,
  };
}

/** Of a resource that is being deleted nothing is made or overwritten any more, and whatever keeps it is a deletion that failed. */
function failuresOf({ leaving, comparison, pushed, withdrawal, error }: PassContext): PassReport['failures'] {
  if (leaving) return error === undefined ? {} : { delete: asOperatorError(error) };
  // Where nothing was to be written, nothing failed.
  const failures = pushed?.failures ?? (comparison?.upToDate === true ? {} : undefined);
  return withdrawal?.error === undefined ? failures : { ...failures, delete: withdrawal.error };
}

/** Reasons of steps over keys that the source has. */
const PUSHED: ReadonlySet<string> = new Set(['missing', 'same', 'replaceable', 'notReplaceable']);

function placesAfter(
  { places, steps }: Comparison,
  pushed: PushResult | undefined,
  withdrawal: PassContext['withdrawal'],
): RecordedPlaces {
  return {
    current: places.current,
    managed: pushed?.managed ?? managedBefore(steps),
    former: withdrawal?.left ?? places.former,
  };
}

/** While the resource is being deleted: what could not be cleared stays on record. */
function leftPlaces({ recorded }: Work, withdrawal: PassContext['withdrawal']): RecordedPlaces | undefined {
  return withdrawal === undefined ? undefined : recorded;
}
