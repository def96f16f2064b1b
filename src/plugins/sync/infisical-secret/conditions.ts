import type { ConditionVerdict, OperatorError, Reason, SourceSnapshot } from '#kernel';
import type { State } from './machine.ts';
import { reloadVerdict, type ReloadResult } from './reload/index.ts';

/** Condition types of an InfisicalSecret; the first three are those that users of Infisical's operator know. */
export const CONDITION_TYPES = [
  'secrets.infisical.com/LoadedInfisicalToken',
  'secrets.infisical.com/ReadyToSyncSecrets',
  'secrets.infisical.com/AutoRedeployReady',
  'Ready',
  'Reconciling',
  'Stalled',
] as const;

/** One of `CONDITION_TYPES`. */
export type ConditionType = (typeof CONDITION_TYPES)[number];

/**
 * What a state says of a condition. `unchanged`: keeps what stands there. `first`: Unknown where nothing stands yet, else unchanged. `absent`: taken away.
 * `token`: True if this pass had a token that Infisical took when it failed, else False. `reload`: by what came of the workloads that asked, unchanged where the
 * pass did not get so far.
 */
export type Entry = 'True' | 'False' | 'Unknown' | 'unchanged' | 'first' | 'absent' | 'token' | 'reload';

/**
 * The table: each state has its row, or it does not compile. Rows of states that are passed through are written only when a pass
 * takes longer than two seconds.
 */
export const CONDITIONS = {
  authenticating: row('first', 'first', 'unchanged', 'first', 'True', 'absent'),
  fetching: row('True', 'first', 'unchanged', 'first', 'True', 'absent'),
  writing: row('True', 'first', 'unchanged', 'first', 'True', 'absent'),
  reloading: row('True', 'first', 'unchanged', 'first', 'True', 'absent'),
  synced: row('True', 'True', 'reload', 'True', 'absent', 'absent'),
  retrying: row('token', 'False', 'reload', 'False', 'absent', 'absent'),
  error: row('token', 'False', 'reload', 'False', 'absent', 'True'),
} as const satisfies Record<State, Record<ConditionType, Entry>>;

/** What the verdicts of one state are made from. */
export interface Circumstances {
  readonly state: State;
  readonly error: OperatorError | undefined;
  /** Whether this pass got as far as having a token. */
  readonly hasToken: boolean;
  /** How the workloads stand; undefined where this pass did not get so far. */
  readonly reloaded: ReloadResult | undefined;
  /** Keys that several folders hold, with the folder whose value counts. */
  readonly clashes: SourceSnapshot['clashes'];
  /** Types of conditions that stand in the status now. */
  readonly present: ReadonlySet<string>;
}

/** One verdict per condition type for the state that a pass is in. Pure. */
export function verdictsFor(circumstances: Circumstances): Record<ConditionType, ConditionVerdict> {
  const entries = CONDITIONS[circumstances.state];
  return {
    'secrets.infisical.com/LoadedInfisicalToken': verdict(
      'secrets.infisical.com/LoadedInfisicalToken',
      entries,
      circumstances,
    ),
    'secrets.infisical.com/ReadyToSyncSecrets': verdict(
      'secrets.infisical.com/ReadyToSyncSecrets',
      entries,
      circumstances,
    ),
    'secrets.infisical.com/AutoRedeployReady': verdict(
      'secrets.infisical.com/AutoRedeployReady',
      entries,
      circumstances,
    ),
    Ready: verdict('Ready', entries, circumstances),
    Reconciling: verdict('Reconciling', entries, circumstances),
    Stalled: verdict('Stalled', entries, circumstances),
  };
}

interface Wording {
  readonly reason: Reason;
  readonly message: string;
}

/** Keys that a message names; of the rest it tells how many they are. */
const MOST_CLASHES = 10;

/** What is said when a condition is True. */
const WHEN_TRUE: Record<ConditionType, Wording> = {
  'secrets.infisical.com/LoadedInfisicalToken': { reason: 'OK', message: 'The operator is logged in to Infisical.' },
  'secrets.infisical.com/ReadyToSyncSecrets': {
    reason: 'OK',
    message: 'The secrets were read and every target holds them.',
  },
  'secrets.infisical.com/AutoRedeployReady': {
    reason: 'OK',
    message: 'Every workload that asked runs with the present secrets.',
  },
  Ready: { reason: 'Synced', message: 'Every target holds what Infisical holds.' },
  Reconciling: { reason: 'Pending', message: 'The operator is working on it.' },
  Stalled: { reason: 'Error', message: 'A change is needed before this can go on.' },
};

/** What is said where a failed pass would say nothing better. */
const WHEN_UNKNOWN: Partial<Record<ConditionType, Wording>> = {
  'secrets.infisical.com/AutoRedeployReady': {
    reason: 'NothingToReload',
    message: 'No workload asked to be restarted.',
  },
};

function verdict(type: ConditionType, entries: Record<ConditionType, Entry>, at: Circumstances): ConditionVerdict {
  const entry = entries[type];
  switch (entry) {
    case 'absent':
    case 'unchanged':
      return { kind: entry };
    case 'first':
      return at.present.has(type) ? { kind: 'unchanged' } : unknown(type);
    case 'Unknown':
      return unknown(type);
    case 'reload':
      return at.reloaded === undefined ? { kind: 'unchanged' } : reloadVerdict(at.reloaded);
    case 'token':
      // A token that was revoked meanwhile is replaced during the read, and that login may be refused as well.
      return at.hasToken && at.error?.reason !== 'InvalidCredentials' ? whenTrue(type, at) : whenFalse(type, at);
    case 'True':
      return whenTrue(type, at);
    case 'False':
      return whenFalse(type, at);
  }
}

function unknown(type: ConditionType): ConditionVerdict {
  const wording = WHEN_UNKNOWN[type] ?? { reason: 'Pending', message: 'The first pass has not ended yet.' };
  return { kind: 'set', status: 'Unknown', ...wording };
}

function whenTrue(type: ConditionType, { error, clashes }: Circumstances): ConditionVerdict {
  // Stalled is the one condition that is True because of a failure, so the failure speaks.
  if (type === 'Stalled' && error !== undefined) {
    return { kind: 'set', status: 'True', reason: error.reason, message: error.userMessage };
  }
  const { reason, message } = WHEN_TRUE[type];
  const more = type === 'secrets.infisical.com/ReadyToSyncSecrets' ? clashText(clashes) : '';
  return { kind: 'set', status: 'True', reason, message: message + more };
}

/** Which keys are in several folders, and whose value counts. Nothing is wrong with that, but people should know. */
function clashText(clashes: Circumstances['clashes']): string {
  if (clashes.length === 0) return '';
  const named = clashes.slice(0, MOST_CLASHES).map(({ key, path }) => `${JSON.stringify(key)} of ${path}`);
  const more = clashes.length - named.length;
  return ` In several folders are ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}: these count, as the nearest.`;
}

function whenFalse(type: ConditionType, { error }: Circumstances): ConditionVerdict {
  const reason = type === 'Ready' ? (error?.reason ?? 'InternalError') : 'Error';
  return { kind: 'set', status: 'False', reason, message: error?.userMessage ?? 'The pass failed.' };
}

function row(
  token: Entry,
  sync: Entry,
  reload: Entry,
  ready: Entry,
  reconciling: Entry,
  stalled: Entry,
): Record<ConditionType, Entry> {
  return {
    'secrets.infisical.com/LoadedInfisicalToken': token,
    'secrets.infisical.com/ReadyToSyncSecrets': sync,
    'secrets.infisical.com/AutoRedeployReady': reload,
    Ready: ready,
    Reconciling: reconciling,
    Stalled: stalled,
  };
}
