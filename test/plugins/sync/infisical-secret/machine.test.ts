import { expect } from 'chai';
import { retryable, terminal } from '#kernel';
import { infisicalSecretMachine, isState, STATES } from '../../../../src/plugins/sync/infisical-secret/machine.ts';
import { DEADLINE, done, failed, itIsWalkedWhole, type GraphUnderTest } from '../../../builders/machine-graph.ts';
import { aComparison, aWriteResult, CREATE, KEEP, UPDATE } from './a-comparison.ts';
import { SESSION } from '../../../builders/a-session.ts';

const REFUSED = terminal('AccessDenied', 'No.');
const DOWN = retryable('HostUnreachable', 'No answer.');

const failures = (actor: string): ReturnType<typeof failed>[] =>
  [REFUSED, DOWN, new Error('unclassified')].map((error) => failed(actor, error));

/** All that can happen in each working state: every outcome of what it invokes, and the deadline. */
const EVENTS: GraphUnderTest['events'] = {
  authenticating: [done('authenticate', SESSION), ...failures('authenticate'), DEADLINE],
  fetching: [
    ...[
      aComparison([KEEP, KEEP]),
      aComparison([]),
      aComparison([KEEP, CREATE]),
      aComparison([UPDATE]),
      aComparison([KEEP], REFUSED),
    ].map((comparison) => done('fetch', comparison)),
    ...failures('fetch'),
    DEADLINE,
  ],
  writing: [
    ...[undefined, REFUSED, DOWN].map((error) => done('write', aWriteResult(error))),
    ...failures('write'),
    DEADLINE,
  ],
  reloading: [done('reload'), ...failures('reload'), DEADLINE],
};

describe('infisicalSecretMachine: its graph', () => {
  itIsWalkedWhole({
    machine: infisicalSecretMachine,
    events: EVENTS,
    // Whether a failure is known already decides where `reloading` leads.
    placeOf: ({ value, context }) => (context['error'] === undefined ? value : `${value}, failed`),
  });
});

describe('STATES', () => {
  it('are the states of the machine in which a pass can be seen', () => {
    const seen = Object.entries(infisicalSecretMachine.states).flatMap(([name, { always }]) =>
      always === undefined ? [name] : [],
    );
    expect(STATES).to.have.members(seen);
  });

  for (const { value, is } of [
    { value: 'synced', is: true },
    { value: 'failed', is: false },
    { value: 'constructor', is: false },
    { value: '', is: false },
  ]) {
    it(`isState("${value}") is ${is}`, () => {
      expect(isState(value)).to.equal(is);
    });
  }
});
