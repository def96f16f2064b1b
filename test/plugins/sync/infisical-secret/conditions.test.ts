import { expect } from 'chai';
import { mergeConditions, retryable, terminal, type Condition, type ConditionVerdict } from '#kernel';
import {
  CONDITION_TYPES,
  verdictsFor,
  type Circumstances,
  type ConditionType,
} from '../../../../src/plugins/sync/infisical-secret/conditions.ts';
import { STATES, type State } from '../../../../src/plugins/sync/infisical-secret/machine.ts';
import { kstatusOf } from '../../../builders/kstatus.ts';
import { NOTHING_RELOADED } from './a-comparison.ts';

const TOKEN = 'secrets.infisical.com/LoadedInfisicalToken';
const SYNC = 'secrets.infisical.com/ReadyToSyncSecrets';
const RELOAD = 'secrets.infisical.com/AutoRedeployReady';

const DENIED = terminal('AccessDenied', 'The identity may not read /db.', { hint: 'Give it a role.' });
const DENIED_TEXT = 'The identity may not read /db. Give it a role.';
const DOWN = retryable('HostUnreachable', 'Nobody answers.', { hint: 'Wait.', cause: new Error('token=s3cr3t') });
const LOGGED_IN = 'The operator is logged in to Infisical.';
const WRITTEN = 'The secrets were read and every target holds them.';
const WAITING = 'The first pass has not ended yet.';

/** `Status Reason: message`, or what happens to a condition that is not set. */
function inWords(verdict: ConditionVerdict): string {
  return verdict.kind === 'set' ? `${verdict.status} ${verdict.reason}: ${verdict.message}` : verdict.kind;
}

function circumstances(over: Partial<Circumstances> & Pick<Circumstances, 'state'>): Circumstances {
  return {
    error: undefined,
    hasToken: true,
    reloaded: undefined,
    clashes: [],
    present: new Set(CONDITION_TYPES),
    ...over,
  };
}

interface Row {
  readonly name: string;
  readonly at: Circumstances;
  readonly says: Readonly<Record<ConditionType, string>>;
}

const NOTHING: ReadonlySet<string> = new Set();
const WORKING = 'True Pending: The operator is working on it.';
const ROWS: readonly Row[] = [
  {
    name: 'authenticating, for the first time',
    at: circumstances({ state: 'authenticating', hasToken: false, present: NOTHING }),
    says: {
      [TOKEN]: `Unknown Pending: ${WAITING}`,
      [SYNC]: `Unknown Pending: ${WAITING}`,
      [RELOAD]: 'unchanged',
      Ready: `Unknown Pending: ${WAITING}`,
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'authenticating, later',
    at: circumstances({ state: 'authenticating', hasToken: false }),
    says: {
      [TOKEN]: 'unchanged',
      [SYNC]: 'unchanged',
      [RELOAD]: 'unchanged',
      Ready: 'unchanged',
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'fetching, for the first time',
    at: circumstances({ state: 'fetching', present: NOTHING }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: `Unknown Pending: ${WAITING}`,
      [RELOAD]: 'unchanged',
      Ready: `Unknown Pending: ${WAITING}`,
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'fetching, later',
    at: circumstances({ state: 'fetching' }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: 'unchanged',
      [RELOAD]: 'unchanged',
      Ready: 'unchanged',
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'writing, for the first time',
    at: circumstances({ state: 'writing', present: NOTHING }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: `Unknown Pending: ${WAITING}`,
      [RELOAD]: 'unchanged',
      Ready: `Unknown Pending: ${WAITING}`,
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'writing, later',
    at: circumstances({ state: 'writing' }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: 'unchanged',
      [RELOAD]: 'unchanged',
      Ready: 'unchanged',
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'reloading, for the first time',
    at: circumstances({ state: 'reloading', present: NOTHING }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: `Unknown Pending: ${WAITING}`,
      [RELOAD]: 'unchanged',
      Ready: `Unknown Pending: ${WAITING}`,
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'reloading, later',
    at: circumstances({ state: 'reloading' }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: 'unchanged',
      [RELOAD]: 'unchanged',
      Ready: 'unchanged',
      Reconciling: WORKING,
      Stalled: 'absent',
    },
  },
  {
    name: 'synced',
    at: circumstances({ state: 'synced', reloaded: NOTHING_RELOADED }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: `True OK: ${WRITTEN}`,
      [RELOAD]: 'Unknown NothingToReload: No workload asked to be restarted.',
      Ready: 'True Synced: Every target holds what Infisical holds.',
      Reconciling: 'absent',
      Stalled: 'absent',
    },
  },
  {
    name: 'retrying, with a token',
    at: circumstances({ state: 'retrying', error: DOWN }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: 'False Error: Nobody answers. Wait.',
      [RELOAD]: 'unchanged',
      Ready: 'False HostUnreachable: Nobody answers. Wait.',
      Reconciling: 'absent',
      Stalled: 'absent',
    },
  },
  {
    name: 'retrying, without a token',
    at: circumstances({ state: 'retrying', error: DOWN, hasToken: false }),
    says: {
      [TOKEN]: 'False Error: Nobody answers. Wait.',
      [SYNC]: 'False Error: Nobody answers. Wait.',
      [RELOAD]: 'unchanged',
      Ready: 'False HostUnreachable: Nobody answers. Wait.',
      Reconciling: 'absent',
      Stalled: 'absent',
    },
  },
  {
    name: 'error, with a token',
    at: circumstances({ state: 'error', error: DENIED }),
    says: {
      [TOKEN]: `True OK: ${LOGGED_IN}`,
      [SYNC]: `False Error: ${DENIED_TEXT}`,
      [RELOAD]: 'unchanged',
      Ready: `False AccessDenied: ${DENIED_TEXT}`,
      Reconciling: 'absent',
      Stalled: `True AccessDenied: ${DENIED_TEXT}`,
    },
  },
  {
    name: 'error, without a token',
    at: circumstances({ state: 'error', error: DENIED, hasToken: false }),
    says: {
      [TOKEN]: `False Error: ${DENIED_TEXT}`,
      [SYNC]: `False Error: ${DENIED_TEXT}`,
      [RELOAD]: 'unchanged',
      Ready: `False AccessDenied: ${DENIED_TEXT}`,
      Reconciling: 'absent',
      Stalled: `True AccessDenied: ${DENIED_TEXT}`,
    },
  },
  {
    name: 'error, with a token that was refused during the read, as was the login after it',
    at: circumstances({
      state: 'error',
      error: terminal('InvalidCredentials', 'The login was refused.', { hint: 'Renew it.' }),
    }),
    says: {
      [TOKEN]: 'False Error: The login was refused. Renew it.',
      [SYNC]: 'False Error: The login was refused. Renew it.',
      [RELOAD]: 'unchanged',
      Ready: 'False InvalidCredentials: The login was refused. Renew it.',
      Reconciling: 'absent',
      Stalled: 'True InvalidCredentials: The login was refused. Renew it.',
    },
  },
];

describe('conditions of an InfisicalSecret', () => {
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

  it('are set to Unknown one by one, where an older operator knew only some of them', () => {
    const verdicts = verdictsFor(circumstances({ state: 'authenticating', present: new Set([SYNC]) }));
    expect([verdicts[TOKEN].kind, verdicts[SYNC].kind, verdicts.Ready.kind]).to.deep.equal(['set', 'unchanged', 'set']);
  });

  describe('hold for every state, whatever stood there before', () => {
    const before: readonly { readonly name: string; readonly status: readonly Condition[] }[] = [
      { name: 'nothing', status: [] },
      ...ROWS.map(({ name, at }) => ({ name, status: after([], at) })),
    ];
    for (const { name, at } of ROWS) {
      for (const { name: was, status } of before) {
        const conditions = after(status, at);
        const find = (type: string): Condition | undefined => conditions.find((one) => one.type === type);

        it(`${name}, after ${was}`, () => {
          // kstatus: conditions of abnormal polarity are there only while they are true.
          for (const type of ['Reconciling', 'Stalled']) expect(find(type)?.status ?? 'True').to.equal('True');
          expect(find('Reconciling') !== undefined && find('Stalled') !== undefined).to.equal(false);
          // What users of the older operator and `kubectl wait` look for is there from the first status on.
          for (const type of [TOKEN, SYNC, 'Ready']) expect(find(type), type).not.to.equal(undefined);
          expect(kstatusOf({ generation: 1, observedGeneration: 1, conditions })).to.equal(KSTATUS[at.state]);
          expect(find('Ready')?.status === 'True' && at.error !== undefined).to.equal(false);
          expect(JSON.stringify(conditions)).not.to.include('s3cr3t');
        });
      }
    }
  });

  it('count as in progress while the status speaks of an older spec', () => {
    const conditions = after([], circumstances({ state: 'synced' }));
    expect(kstatusOf({ generation: 2, observedGeneration: 1, conditions })).to.equal('InProgress');
  });
});

/** What tools that follow kstatus shall take each state for. */
const KSTATUS: Record<State, string> = {
  authenticating: 'InProgress',
  fetching: 'InProgress',
  writing: 'InProgress',
  reloading: 'InProgress',
  synced: 'Current',
  retrying: 'InProgress',
  error: 'Failed',
};

function after(before: readonly Condition[], at: Circumstances): readonly Condition[] {
  const present = new Set(before.map(({ type }) => type));
  return mergeConditions(before, verdictsFor({ ...at, present }), { generation: 1, nowMs: 0 });
}
