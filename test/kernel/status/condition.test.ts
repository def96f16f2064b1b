import { expect } from 'chai';
import fc from 'fast-check';
import {
  boundedMessage,
  formatTime,
  mergeConditions,
  parseConditions,
  type Condition,
  type ConditionVerdict,
} from '../../../src/kernel/index.ts';

const BEFORE = '2026-01-01T00:00:00Z';
const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const NOW = '2026-01-02T03:04:05Z';
const AT = { generation: 7, nowMs: NOW_MS };

function aCondition(over: Partial<Condition> = {}): Condition {
  return {
    type: 'Ready',
    status: 'True',
    reason: 'Synced',
    message: 'All is well.',
    lastTransitionTime: BEFORE,
    observedGeneration: 1,
    ...over,
  };
}

function set(status: Condition['status'], reason = 'Synced', message = 'All is well.'): ConditionVerdict {
  return { kind: 'set', status, reason, message };
}

describe('mergeConditions', () => {
  const cases: readonly {
    name: string;
    present: readonly Condition[];
    verdicts: Record<string, ConditionVerdict>;
    after: readonly Condition[];
  }[] = [
    {
      name: 'a first condition begins now',
      present: [],
      verdicts: { Ready: set('True') },
      after: [aCondition({ lastTransitionTime: NOW, observedGeneration: 7 })],
    },
    {
      name: 'an equal status keeps its time and takes the new generation',
      present: [aCondition()],
      verdicts: { Ready: set('True') },
      after: [aCondition({ observedGeneration: 7 })],
    },
    {
      name: 'another reason and message alone do not move the time',
      present: [aCondition({ status: 'False', reason: 'HostError', message: 'a' })],
      verdicts: { Ready: set('False', 'HostTimeout', 'b') },
      after: [aCondition({ status: 'False', reason: 'HostTimeout', message: 'b', observedGeneration: 7 })],
    },
    {
      name: 'a flip moves the time',
      present: [aCondition()],
      verdicts: { Ready: set('False', 'HostError', 'a') },
      after: [
        aCondition({
          status: 'False',
          reason: 'HostError',
          message: 'a',
          lastTransitionTime: NOW,
          observedGeneration: 7,
        }),
      ],
    },
    {
      name: 'Unknown is a status of its own',
      present: [aCondition({ status: 'Unknown' })],
      verdicts: { Ready: set('False') },
      after: [aCondition({ status: 'False', lastTransitionTime: NOW, observedGeneration: 7 })],
    },
    {
      name: 'unchanged keeps all of it, the generation included',
      present: [aCondition({ observedGeneration: 3 })],
      verdicts: { Ready: { kind: 'unchanged' } },
      after: [aCondition({ observedGeneration: 3 })],
    },
    {
      name: 'unchanged makes nothing where nothing stood',
      present: [],
      verdicts: { Ready: { kind: 'unchanged' } },
      after: [],
    },
    {
      name: 'absent takes away',
      present: [aCondition({ type: 'Stalled' }), aCondition()],
      verdicts: { Stalled: { kind: 'absent' } },
      after: [aCondition()],
    },
    {
      name: 'absent where nothing stood is nothing',
      present: [],
      verdicts: { Stalled: { kind: 'absent' } },
      after: [],
    },
    {
      name: 'a condition that comes back begins anew',
      present: [],
      verdicts: { Stalled: set('True') },
      after: [aCondition({ type: 'Stalled', lastTransitionTime: NOW, observedGeneration: 7 })],
    },
    {
      name: 'the order is that of the verdicts, then what stood there besides',
      present: [aCondition({ type: 'Foreign' }), aCondition({ type: 'B' }), aCondition({ type: 'Other' })],
      verdicts: { A: set('True'), B: { kind: 'unchanged' } },
      after: [
        aCondition({ type: 'A', lastTransitionTime: NOW, observedGeneration: 7 }),
        aCondition({ type: 'B' }),
        aCondition({ type: 'Foreign' }),
        aCondition({ type: 'Other' }),
      ],
    },
  ];
  for (const { name, present, verdicts, after } of cases) {
    it(name, () => {
      expect(mergeConditions(present, verdicts, AT)).to.deep.equal(after);
    });
  }

  it('comes to rest: the same verdicts again change nothing, however much later', () => {
    const verdict = fc.oneof(
      fc.constantFrom(...(['True', 'False', 'Unknown'] as const)).map((status) => set(status)),
      fc.constant<ConditionVerdict>({ kind: 'unchanged' }),
      fc.constant<ConditionVerdict>({ kind: 'absent' }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), verdict), fc.nat(), (verdicts, laterMs) => {
        const once = mergeConditions([aCondition({ type: 'A' }), aCondition({ type: 'E' })], verdicts, AT);
        const later = mergeConditions(once, verdicts, { generation: 7, nowMs: NOW_MS + laterMs });
        expect(later).to.deep.equal(once);
      }),
    );
  });

  it('bounds messages', () => {
    const [condition] = mergeConditions([], { Ready: set('False', 'InvalidKeys', 'x'.repeat(50_000)) }, AT);
    expect(condition?.message).to.have.length(4_096);
  });
});

describe('boundedMessage', () => {
  for (const { name, message, longest, bounded } of [
    { name: 'a short message stays', message: 'abc', longest: 3, bounded: 'abc' },
    { name: 'a long one shows that it was cut', message: 'abcd', longest: 3, bounded: 'ab…' },
    { name: 'an empty one stays', message: '', longest: 3, bounded: '' },
    { name: 'no character is cut in two', message: 'a😀bcd', longest: 3, bounded: 'a…' },
  ]) {
    it(name, () => {
      expect(boundedMessage(message, longest)).to.equal(bounded);
    });
  }

  it('gives text that survives the way to the server and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (message, longest) => {
        const bounded = boundedMessage(message, longest);
        expect(bounded.length).to.be.at.most(longest);
        expect(Buffer.from(bounded, 'utf8').toString('utf8')).to.equal(bounded);
      }),
    );
  });
});

describe('formatTime', () => {
  it('writes whole seconds in UTC, cut and not rounded', () => {
    expect(formatTime(NOW_MS)).to.equal(NOW);
    expect(formatTime(Date.UTC(2026, 0, 1, 0, 0, 0, 999))).to.equal('2026-01-01T00:00:00Z');
  });
});

describe('parseConditions', () => {
  it('reads conditions as they stand in the cluster', () => {
    expect(parseConditions([aCondition()])).to.deep.equal([aCondition()]);
  });

  it('fills in what older operators leave out', () => {
    const { type, status, reason, lastTransitionTime } = aCondition();
    expect(parseConditions([{ type, status, reason, lastTransitionTime }])).to.deep.equal([
      aCondition({ message: '', observedGeneration: 0 }),
    ]);
  });

  it('takes a time with an offset', () => {
    const lastTransitionTime = '2026-01-01T02:00:00+02:00';
    expect(parseConditions([aCondition({ lastTransitionTime })])).to.deep.equal([aCondition({ lastTransitionTime })]);
  });

  const nonsense: readonly { name: string; value: unknown }[] = [
    { name: 'nothing', value: undefined },
    { name: 'null', value: null },
    { name: 'an object', value: { Ready: 'True' } },
    { name: 'text', value: 'Ready' },
    { name: 'entries that are no objects', value: [null, 1, 'Ready', []] },
    { name: 'no type', value: [{ ...aCondition(), type: undefined }] },
    { name: 'an empty type', value: [aCondition({ type: '' })] },
    { name: 'a status that does not exist', value: [{ ...aCondition(), status: 'true' }] },
    { name: 'a status that is a boolean', value: [{ ...aCondition(), status: true }] },
    { name: 'an empty reason, which the API server would refuse', value: [aCondition({ reason: '' })] },
    { name: 'no time', value: [{ ...aCondition(), lastTransitionTime: null }] },
    { name: 'a time that is none', value: [aCondition({ lastTransitionTime: 'yesterday' })] },
    { name: 'a generation that is no whole number', value: [aCondition({ observedGeneration: 1.5 })] },
  ];
  for (const { name, value } of nonsense) {
    it(`leaves out ${name}`, () => {
      expect(parseConditions(value)).to.deep.equal([]);
    });
  }

  it('keeps the good entries beside the bad', () => {
    expect(parseConditions([null, aCondition(), { type: 'X' }])).to.deep.equal([aCondition()]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => Array.isArray(parseConditions(value))));
  });
});
