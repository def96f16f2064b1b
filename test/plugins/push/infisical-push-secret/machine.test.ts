import { expect } from 'chai';
import type { AnyEventObject } from 'xstate';
import { retryable, terminal } from '#kernel';
import {
  infisicalPushSecretMachine,
  isState,
  STATES,
} from '../../../../src/plugins/push/infisical-push-secret/machine.ts';
import { SESSION } from '../../../builders/a-session.ts';
import { DEADLINE, done, failed, itIsWalkedWhole, type GraphUnderTest } from '../../../builders/machine-graph.ts';
import { aComparison, aHeldPlace, aPlace, aPushResult, aWithdrawal } from './a-pass.ts';

const REFUSED = terminal('AccessDenied', 'No.');
const DOWN = retryable('HostUnreachable', 'No answer.');
const failures = (actor: string): AnyEventObject[] =>
  [REFUSED, DOWN, new Error('unclassified')].map((error) => failed(actor, error));

const MOVED = { current: aHeldPlace(aPlace()), former: [aHeldPlace(aPlace({ path: '/old' }))], recorded: false };

/** All that can happen in each working state: every outcome of what it invokes, and the deadline. */
const EVENTS: GraphUnderTest['events'] = {
  authenticating: [done('authenticate', SESSION), ...failures('authenticate'), DEADLINE],
  fetching: [
    ...[
      aComparison(),
      aComparison({ upToDate: false }),
      aComparison({ places: MOVED }),
      aComparison({ places: MOVED, upToDate: false }),
      aComparison({ error: REFUSED, upToDate: false }),
    ].map((comparison) => done('fetch', comparison)),
    ...failures('fetch'),
    DEADLINE,
  ],
  writing: [
    ...[undefined, REFUSED, DOWN].map((error) => done('write', aPushResult(error))),
    ...failures('write'),
    DEADLINE,
  ],
  withdrawing: [
    ...[undefined, REFUSED, DOWN].map((error) => done('withdraw', aWithdrawal(error))),
    ...failures('withdraw'),
    DEADLINE,
  ],
};

describe('infisicalPushSecretMachine: its graph', () => {
  itIsWalkedWhole({
    machine: infisicalPushSecretMachine,
    inputs: [{ leaving: false }, { leaving: true }],
    events: EVENTS,
    // Whether places were left decides where the writes lead.
    placeOf: ({ value, context }) => {
      const comparison = context['comparison'];
      const moved = JSON.stringify(comparison ?? {}).includes('/old');
      return moved ? `${value}, moved` : value;
    },
  });

  it('has the states in which a pass can be seen', () => {
    const seen = Object.entries(infisicalPushSecretMachine.states).flatMap(([name, { always }]) =>
      always === undefined ? [name] : [],
    );
    expect(STATES).to.have.members(seen);
    expect(isState('withdrawn')).to.equal(true);
    expect(isState('pushed')).to.equal(false);
  });
});
