import { expect } from 'chai';
import { mergeConditions, retryable, terminal, type Condition, type ConditionVerdict } from '#kernel';
import {
  CONDITION_TYPES,
  verdictsFor,
  type Circumstances,
  type ConditionType,
} from '../../../../src/plugins/push/infisical-push-secret/conditions.ts';
import { STATES, type State } from '../../../../src/plugins/push/infisical-push-secret/machine.ts';
import { kstatusOf } from '../../../builders/kstatus.ts';

const PREFIX = 'secrets.infisical.com/';
const AUTHENTICATED = `${PREFIX}Authenticated`;
const RECONCILE = `${PREFIX}Reconcile`;
const CREATE = `${PREFIX}FailedToCreateSecrets`;
const UPDATE = `${PREFIX}FailedToUpdateSecrets`;
const DELETE = `${PREFIX}FailedToDeleteSecrets`;
const REPLACE = `${PREFIX}FailedToReplaceSecrets`;

const DENIED = terminal('AccessDenied', 'The identity may not write.', { hint: 'Give it a role.' });
const DOWN = retryable('HostUnreachable', 'Nobody answers.', { hint: 'Wait.', cause: new Error('token=s3cr3t') });
const DENIED_TEXT = 'The identity may not write. Give it a role.';
const DOWN_TEXT = 'Nobody answers. Wait.';

const WAITING = 'Unknown Pending: The first pass has not ended yet.';
const LOGGED_IN = 'True OK: The operator is logged in to Infisical.';
const WORKING = 'True Pending: The operator is working on it.';
const NONE_FAILED = {
  [CREATE]: 'False OK: Every key that was missing in Infisical was created.',
  [UPDATE]: 'False OK: Every value that was to be overwritten was overwritten.',
  [DELETE]: 'False OK: Everything that was to be deleted is gone.',
};
const REPLACED = { [REPLACE]: 'False OK: No value was kept back by updatePolicy.' };
const each = (says: string): Record<string, string> => ({
  [CREATE]: says,
  [UPDATE]: says,
  [DELETE]: says,
  [REPLACE]: says,
});

interface Row {
  readonly name: string;
  readonly at: Circumstances;
  readonly says: Readonly<Record<string, string>>;
}

function circumstances(over: Partial<Circumstances> & Pick<Circumstances, 'state'>): Circumstances {
  return {
    error: undefined,
    hasToken: true,
    failures: undefined,
    notReplaced: undefined,
    present: new Set(CONDITION_TYPES),
    ...over,
  };
}

const NOTHING: ReadonlySet<string> = new Set();
const PASSING = (['authenticating', 'fetching', 'writing', 'withdrawing'] as const).flatMap((state): Row[] => [
  {
    name: `${state}, for the first time`,
    at: circumstances({ state, hasToken: state !== 'authenticating', present: NOTHING }),
    says: {
      [AUTHENTICATED]: state === 'authenticating' ? WAITING : LOGGED_IN,
      [RECONCILE]: WAITING,
      ...each(WAITING),
      Ready: WAITING,
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: `${state}, later`,
    at: circumstances({ state, hasToken: state !== 'authenticating' }),
    says: {
      [AUTHENTICATED]: state === 'authenticating' ? 'unchanged' : LOGGED_IN,
      [RECONCILE]: 'unchanged',
      ...each('unchanged'),
      Ready: 'unchanged',
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
]);

const WELL = {
  [AUTHENTICATED]: LOGGED_IN,
  [RECONCILE]: 'True OK: The source was read, and the policies were carried out.',
  ...NONE_FAILED,
  ...REPLACED,
  Ready: 'True Pushed: Infisical holds what the source and the policies ask for.',
  Reconciling: 'absent',
  Stalled: 'absent',
};

const ROWS: readonly Row[] = [
  ...PASSING,
  { name: 'synced', at: circumstances({ state: 'synced', failures: {}, notReplaced: [] }), says: WELL },
  {
    name: 'synced, with values that the policy keeps',
    at: circumstances({ state: 'synced', failures: {}, notReplaced: ['A', 'B'] }),
    says: {
      ...WELL,
      [REPLACE]:
        'True NotReplaced: updatePolicy is not Replace, so Infisical keeps other values than the source has of A, B.',
    },
  },
  {
    name: 'withdrawn',
    at: circumstances({ state: 'withdrawn', failures: {} }),
    says: { ...WELL, [REPLACE]: 'unchanged', Ready: 'unchanged' },
  },
  {
    name: 'retrying, with a token, before anything was written',
    at: circumstances({ state: 'retrying', error: DOWN }),
    says: {
      [AUTHENTICATED]: LOGGED_IN,
      [RECONCILE]: `False Error: ${DOWN_TEXT}`,
      ...each('unchanged'),
      Ready: `False HostUnreachable: ${DOWN_TEXT}`,
      Reconciling: 'absent',
      Stalled: 'absent',
    },
  },
  {
    name: 'retrying, without a token, for the first time',
    at: circumstances({ state: 'retrying', error: DOWN, hasToken: false, present: NOTHING }),
    says: {
      [AUTHENTICATED]: `False Error: ${DOWN_TEXT}`,
      [RECONCILE]: `False Error: ${DOWN_TEXT}`,
      ...each(WAITING),
      Ready: `False HostUnreachable: ${DOWN_TEXT}`,
      Reconciling: 'absent',
      Stalled: 'absent',
    },
  },
  {
    name: 'error, when creating and deleting were refused, and updating was not',
    at: circumstances({
      state: 'error',
      error: DENIED,
      failures: { create: DENIED, delete: DOWN },
      notReplaced: [],
    }),
    says: {
      [AUTHENTICATED]: LOGGED_IN,
      [RECONCILE]: `False Error: ${DENIED_TEXT}`,
      [CREATE]: `True Error: ${DENIED_TEXT}`,
      [UPDATE]: NONE_FAILED[UPDATE],
      [DELETE]: `True Error: ${DOWN_TEXT}`,
      ...REPLACED,
      Ready: `False AccessDenied: ${DENIED_TEXT}`,
      Reconciling: 'absent',
      Stalled: `True AccessDenied: ${DENIED_TEXT}`,
    },
  },
  {
    name: 'error, with a token that was refused during the calls, as was the login after it',
    at: circumstances({
      state: 'error',
      error: terminal('InvalidCredentials', 'The login was refused.', { hint: 'Renew it.' }),
    }),
    says: {
      [AUTHENTICATED]: 'False Error: The login was refused. Renew it.',
      [RECONCILE]: 'False Error: The login was refused. Renew it.',
      ...each('unchanged'),
      Ready: 'False InvalidCredentials: The login was refused. Renew it.',
      Reconciling: 'absent',
      Stalled: 'True InvalidCredentials: The login was refused. Renew it.',
    },
  },
];

/** What tools that follow kstatus shall take each state for, while the resource is not being deleted. */
const KSTATUS: Record<State, string> = {
  authenticating: 'InProgress',
  fetching: 'InProgress',
  writing: 'InProgress',
  withdrawing: 'InProgress',
  synced: 'Current',
  withdrawn: 'Current',
  retrying: 'InProgress',
  error: 'Failed',
};

describe('conditions of an InfisicalPushSecret', () => {
  for (const { name, at, says } of ROWS) {
    it(name, () => {
      const verdicts = Object.entries(verdictsFor(at)).map(([type, verdict]) => [type, inWords(verdict)]);
      expect(Object.fromEntries(verdicts)).to.deep.equal(says);
    });
  }

  it('have a row of this test for each state', () => {
    expect(new Set(ROWS.map(({ at }) => at.state))).to.deep.equal(new Set(STATES));
  });

  it('keep one order, which is that of the list of types', () => {
    for (const { at } of ROWS) expect(Object.keys(verdictsFor(at))).to.deep.equal([...CONDITION_TYPES]);
  });

  describe('hold for every state, whatever stood there before', () => {
    const before: readonly { readonly name: string; readonly status: readonly Condition[] }[] = [
      { name: 'nothing', status: [] },
      ...ROWS.map(({ name, at }) => ({ name, status: after([], at) })),
    ];
    for (const { name, at } of ROWS.filter((row) => row.at.state !== 'withdrawn')) {
      it(name, () => {
        for (const { name: was, status } of before) {
          const conditions = after(status, at);
          const find = (type: ConditionType): Condition | undefined => conditions.find((one) => one.type === type);
          // kstatus: conditions of abnormal polarity are there only while they are true.
          for (const type of ['Reconciling', 'Stalled'] as const) expect(find(type)?.status ?? 'True').to.equal('True');
          expect(find('Reconciling') !== undefined && find('Stalled') !== undefined, was).to.equal(false);
          for (const type of [AUTHENTICATED, RECONCILE, CREATE, REPLACE, 'Ready'] as const) {
            expect(find(type), `${type} after ${was}`).not.to.equal(undefined);
          }
          expect(kstatusOf({ generation: 1, observedGeneration: 1, conditions }), was).to.equal(KSTATUS[at.state]);
          expect(find('Ready')?.status === 'True' && at.error !== undefined).to.equal(false);
          expect(JSON.stringify(conditions)).not.to.include('s3cr3t');
        }
      });
    }
  });
});

/** `Status Reason: message`, or what happens to a condition that is not set. */
function inWords(verdict: ConditionVerdict): string {
  return verdict.kind === 'set' ? `${verdict.status} ${verdict.reason}: ${verdict.message}` : verdict.kind;
}

function after(before: readonly Condition[], at: Circumstances): readonly Condition[] {
  const present = new Set(before.map(({ type }) => type));
  return mergeConditions(before, verdictsFor({ ...at, present }), { generation: 1, nowMs: 0 });
}
