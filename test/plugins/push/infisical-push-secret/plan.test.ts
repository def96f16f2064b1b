import { expect } from 'chai';
import type { StoredSecret } from '#kernel';
import {
  isUpToDate,
  planPush,
  STEP_REASONS,
  type PushQuestion,
  type PushStep,
} from '../../../../src/plugins/push/infisical-push-secret/plan.ts';
import {
  EVENTS,
  outcomeIn,
  POLICIES,
  SITUATIONS,
  stepsIn,
  type EventName,
  type SituationName,
} from '../../../../scripts/push-situations.ts';

type Outcome = ReturnType<typeof outcomeIn>;
/** By policies: neither, Replace, Delete, both. */
type Row = readonly [Outcome, Outcome, Outcome, Outcome];

const always = (outcome: Outcome): Row => [outcome, outcome, outcome, outcome];
const WITH_REPLACE: Row = ['keep', 'update', 'keep', 'update'];
const WITH_DELETE: Row = ['keep', 'keep', 'delete', 'delete'];
/** A place that is left, and a resource that ends, are one and the same to a plan. */
const LEFT: Record<SituationName, Row> = {
  unchanged: WITH_DELETE,
  new: always('none'),
  changedHere: WITH_DELETE,
  changedThere: WITH_DELETE,
  deletedHere: WITH_DELETE,
  deletedThere: always('none'),
  renamedThere: always('keep'),
  foreign: always('keep'),
};

/** What the policies promise, written by hand. */
const PROMISED: Record<EventName, Record<SituationName, Row>> = {
  stays: {
    unchanged: always('keep'),
    new: always('create'),
    changedHere: WITH_REPLACE,
    changedThere: WITH_REPLACE,
    deletedHere: WITH_DELETE,
    deletedThere: always('create'),
    renamedThere: always('create'),
    foreign: WITH_REPLACE,
  },
  moves: LEFT,
  ends: LEFT,
};

const names = Object.keys(SITUATIONS) as SituationName[];
const events = Object.keys(EVENTS) as EventName[];

describe('planPush: every situation under every policy', () => {
  for (const event of events) {
    for (const name of names) {
      it(`${event}, a key that ${SITUATIONS[name].title}: ${PROMISED[event][name].join(', ')}`, () => {
        expect(POLICIES.map(({ policies }) => outcomeIn(SITUATIONS[name], event, policies))).to.deep.equal(
          PROMISED[event][name],
        );
      });
    }
  }

  it('never writes what stands already, and never deletes what somebody else made or renamed', () => {
    for (const event of events) {
      for (const name of names) {
        for (const { policies } of POLICIES) {
          for (const step of stepsIn(SITUATIONS[name], event, policies)) {
            if (step.kind === 'update') expect(step.value).not.to.equal(step.stored.value);
            if (step.kind === 'delete') expect(['renamedThere', 'foreign']).not.to.include(name);
          }
        }
      }
    }
  });
});

describe('planPush', () => {
  it('writes nothing for a value that Infisical would store as it lists it', () => {
    const pairs = [
      ['padded ', 'padded'],
      ['-----END-----\n\n', '-----END-----\n'],
      [' \n', '\n'],
      ['', ''],
      ['\uFEFFx', 'x'],
    ] as const;
    for (const [value, listed] of pairs) {
      const steps = plan({ wanted: { A: value }, stored: [aStored('A', listed)] });
      expect(isUpToDate(steps), JSON.stringify(value)).to.equal(true);
    }
  });

  it('tells apart values that Infisical stores differently', () => {
    for (const [value, listed] of [
      ['x\n', 'x'],
      ['x', 'x\n'],
      ['a b', 'ab'],
    ] as const) {
      expect(kinds(plan({ wanted: { A: value }, stored: [aStored('A', listed)] }))).to.deep.equal(['A update']);
    }
  });

  it('sends the value as the source has it', () => {
    const [step] = plan({ wanted: { A: ' padded ' } });
    expect(step).to.deep.equal({ kind: 'create', reason: 'missing', key: 'A', value: ' padded ' });
  });

  it('leaves alone what is neither wanted nor ours', () => {
    expect(plan({ stored: [aStored('OTHER', 'theirs')], ours: [] })).to.deep.equal([]);
  });

  it('does not take a value that cannot be pushed for one that is gone', () => {
    const stored = [aStored('CERT', 'old text')];
    expect(kinds(plan({ unpushable: ['CERT'], stored }))).to.deep.equal(['CERT keep']);
    expect(plan({ unpushable: ['CERT'], stored, ours: [] })).to.deep.equal([]);
    expect(plan({ unpushable: ['CERT'] })).to.deep.equal([]);
  });

  it('is content when one of two secrets of one name has the value', () => {
    const stored = [aStored('A', 'old', 'id-1'), aStored('A', 'new', 'id-2')];
    expect(kinds(plan({ wanted: { A: 'new' }, stored }))).to.deep.equal(['A keep']);
    expect(kinds(plan({ wanted: { A: 'newer' }, stored }))).to.deep.equal(['A update']);
  });

  it('deletes both of two secrets of one name that are ours', () => {
    const stored = [aStored('A', '1', 'id-1'), aStored('A', '2', 'id-2')];
    expect(kinds(plan({ stored }))).to.deep.equal(['A delete', 'A delete']);
  });

  it('remembers of what it keeps and overwrites whether it is ours', () => {
    const stored = [aStored('MINE', '1'), aStored('THEIRS', '1')];
    const steps = plan({ wanted: { MINE: '2', THEIRS: '2' }, stored, ours: ['id of MINE'] });
    expect(steps.map((step) => ('ours' in step ? step.ours : undefined))).to.deep.equal([true, false]);
  });

  it('gives each of its reasons in some situation', () => {
    const given = new Set<string>(plan({ unpushable: ['A'], stored: [aStored('A', '1')] }).map(({ reason }) => reason));
    for (const event of events) {
      for (const name of names) {
        for (const { policies } of POLICIES) {
          for (const { reason } of stepsIn(SITUATIONS[name], event, policies)) given.add(reason);
        }
      }
    }
    expect([...given]).to.have.members(Object.keys(STEP_REASONS));
  });
});

interface Parts {
  readonly wanted?: Readonly<Record<string, string>>;
  readonly unpushable?: readonly string[];
  readonly stored?: readonly StoredSecret[];
  /** Ids; all that are stored unless given. */
  readonly ours?: readonly string[];
}

/** A plan with both policies set. */
function plan({
  wanted = {},
  unpushable = [],
  stored = [],
  ours = stored.map(({ id }) => id),
}: Parts): readonly PushStep[] {
  const question: PushQuestion = {
    wanted: new Map(Object.entries(wanted)),
    unpushable: new Set(unpushable),
    stored,
    policies: { replaces: true, deletes: true },
    isOurs: ({ id }) => ours.includes(id),
  };
  return planPush(question);
}

function aStored(key: string, value: string, id = `id of ${key}`): StoredSecret {
  return { id, key, value, comment: '', marks: [] };
}

function kinds(steps: readonly PushStep[]): readonly string[] {
  return steps.map(({ key, kind }) => `${key} ${kind}`);
}
