import type { ConditionVerdict, OperatorError, Reason } from '#kernel';
import type { State } from './machine.ts';
import type { WriteKind } from './outcomes.ts';
import { listed } from './source-values.ts';

/** Condition types of an InfisicalPushSecret; those with a prefix are the ones that users of Infisical's operator know. */
export const CONDITION_TYPES = [
  'secrets.infisical.com/Authenticated',
  'secrets.infisical.com/Reconcile',
  'secrets.infisical.com/FailedToCreateSecrets',
  'secrets.infisical.com/FailedToUpdateSecrets',
  'secrets.infisical.com/FailedToDeleteSecrets',
  'secrets.infisical.com/FailedToReplaceSecrets',
  'Ready',
  'Reconciling',
  'Stalled',
] as const;

/** One of `CONDITION_TYPES`. */
export type ConditionType = (typeof CONDITION_TYPES)[number];

/**
 * What a state says of a condition. `unchanged`: keeps what stands there. `first`: Unknown where nothing stands yet, else unchanged. `absent`: taken away.
 * `token`: True if this pass had a token that Infisical took when it failed, else False. `writes`: True if writes of this kind failed in this pass, False if
 * the pass came so far and they did not, else as `first`. `kept`: True if values were left as they are because of the policy, False if not, else as `first`.
 */
export type Entry = 'True' | 'False' | 'unchanged' | 'first' | 'absent' | 'token' | 'writes' | 'kept';

/**
 * The table: each state has its row, or it does not compile. Rows of states that are passed through are written only when a pass takes longer than two
 * seconds; that of `withdrawn` never is, because the resource goes.
 */
export const CONDITIONS = {
  authenticating: row('first', 'first', 'first', 'first', 'first', 'True', 'absent'),
  fetching: row('True', 'first', 'first', 'first', 'first', 'True', 'absent'),
  writing: row('True', 'first', 'first', 'first', 'first', 'True', 'absent'),
  withdrawing: row('True', 'first', 'first', 'first', 'first', 'True', 'absent'),
  synced: row('True', 'True', 'writes', 'kept', 'True', 'absent', 'absent'),
  withdrawn: row('True', 'True', 'writes', 'unchanged', 'unchanged', 'absent', 'absent'),
  retrying: row('token', 'False', 'writes', 'kept', 'False', 'absent', 'absent'),
  error: row('token', 'False', 'writes', 'kept', 'False', 'absent', 'True'),
} as const satisfies Record<State, Record<ConditionType, Entry>>;

/** What the verdicts of one state are made from. */
export interface Circumstances {
  readonly state: State;
  readonly error: OperatorError | undefined;
  /** Whether this pass got as far as having a token. */
  readonly hasToken: boolean;
  /** Kinds of writes that failed; undefined where the pass did not come so far. */
  readonly failures: Partial<Readonly<Record<WriteKind, OperatorError>>> | undefined;
  /** Keys whose values the policy keeps from being replaced; undefined where the pass did not come so far. */
  readonly notReplaced: readonly string[] | undefined;
  /** Types of conditions that stand in the status now. */
  readonly present: ReadonlySet<string>;
}

/** One verdict per condition type for the state that a pass is in. Pure. */
export function verdictsFor(at: Circumstances): Record<ConditionType, ConditionVerdict> {
  const verdicts: Partial<Record<ConditionType, ConditionVerdict>> = {};
  for (const type of CONDITION_TYPES) verdicts[type] = verdict(type, CONDITIONS[at.state][type], at);
  return verdicts as Record<ConditionType, ConditionVerdict>;
}

interface Wording {
  readonly reason: Reason;
  readonly message: string;
}

/** What is said when all is well. */
const WHEN_WELL: Record<Exclude<ConditionType, 'Stalled'>, Wording> = {
  'secrets.infisical.com/Authenticated': { reason: 'OK', message: 'The operator is logged in to Infisical.' },
  'secrets.infisical.com/Reconcile': {
    reason: 'OK',
    message: 'The source was read, and the policies were carried out.',
  },
  'secrets.infisical.com/FailedToCreateSecrets': {
    reason: 'OK',
    message: 'Every key that was missing in Infisical was created.',
  },
  'secrets.infisical.com/FailedToUpdateSecrets': {
    reason: 'OK',
    message: 'Every value that was to be overwritten was overwritten.',
  },
  'secrets.infisical.com/FailedToDeleteSecrets': {
    reason: 'OK',
    message: 'Everything that was to be deleted is gone.',
  },
  'secrets.infisical.com/FailedToReplaceSecrets': {
    reason: 'OK',
    message: 'No value was kept back by updatePolicy.',
  },
  Ready: { reason: 'Pushed', message: 'Infisical holds what the source and the policies ask for.' },
  Reconciling: { reason: 'Pending', message: 'The operator is working on it.' },
};

const KIND_OF: Partial<Record<ConditionType, WriteKind>> = {
  'secrets.infisical.com/FailedToCreateSecrets': 'create',
  'secrets.infisical.com/FailedToUpdateSecrets': 'update',
  'secrets.infisical.com/FailedToDeleteSecrets': 'delete',
};

function verdict(type: ConditionType, entry: Entry, at: Circumstances): ConditionVerdict {
  switch (entry) {
    case 'absent':
    case 'unchanged':
      return { kind: entry };
    case 'first':
      return first(type, at);
    case 'token':
      // A token that was revoked meanwhile is replaced during the calls, and that login may be refused as well.
      return at.hasToken && at.error?.reason !== 'InvalidCredentials' ? well(type, 'True') : failed(type, at);
    case 'writes':
      return writes(type, at);
    case 'kept':
      return kept(type, at);
    case 'True':
      return type === 'Stalled' ? stalled(at) : well(type, 'True');
    case 'False':
      return failed(type, at);
  }
}

function first(type: ConditionType, { present }: Circumstances): ConditionVerdict {
  if (present.has(type)) return { kind: 'unchanged' };
  return { kind: 'set', status: 'Unknown', reason: 'Pending', message: 'The first pass has not ended yet.' };
}

function well(type: ConditionType, status: 'True' | 'False'): ConditionVerdict {
  return type === 'Stalled' ? { kind: 'absent' } : { kind: 'set', status, ...WHEN_WELL[type] };
}

function failed(type: ConditionType, { error }: Circumstances): ConditionVerdict {
  const reason = type === 'Ready' ? (error?.reason ?? 'InternalError') : 'Error';
  return { kind: 'set', status: 'False', reason, message: error?.userMessage ?? 'The pass failed.' };
}

/** Stalled is True because of a failure, so the failure speaks. */
function stalled({ error }: Circumstances): ConditionVerdict {
  const message = error?.userMessage ?? 'A change is needed before this can go on.';
  return { kind: 'set', status: 'True', reason: error?.reason ?? 'Error', message };
}

function writes(type: ConditionType, at: Circumstances): ConditionVerdict {
  const kind = KIND_OF[type];
  if (kind === undefined || at.failures === undefined) return first(type, at);
  const error = at.failures[kind];
  if (error === undefined) return well(type, 'False');
  return { kind: 'set', status: 'True', reason: 'Error', message: error.userMessage };
}

function kept(type: ConditionType, at: Circumstances): ConditionVerdict {
  if (at.notReplaced === undefined) return first(type, at);
  if (at.notReplaced.length === 0) return well(type, 'False');
  const message = `updatePolicy is not Replace, so Infisical keeps other values than the source has of ${listed(at.notReplaced)}.`;
  return { kind: 'set', status: 'True', reason: 'NotReplaced', message };
}

function row(
  token: Entry,
  reconcile: Entry,
  writeKinds: Entry,
  replace: Entry,
  ready: Entry,
  reconciling: Entry,
  stalls: Entry,
): Record<ConditionType, Entry> {
  return {
    'secrets.infisical.com/Authenticated': token,
    'secrets.infisical.com/Reconcile': reconcile,
    'secrets.infisical.com/FailedToCreateSecrets': writeKinds,
    'secrets.infisical.com/FailedToUpdateSecrets': writeKinds,
    'secrets.infisical.com/FailedToDeleteSecrets': writeKinds,
    'secrets.infisical.com/FailedToReplaceSecrets': replace,
    Ready: ready,
    Reconciling: reconciling,
    Stalled: stalls,
  };
}
