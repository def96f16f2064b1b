import { expect } from 'chai';
import { retryable, terminal, type OperatorError } from '#kernel';
import type { PassContext } from '../../../../src/plugins/push/infisical-push-secret/machine.ts';
import { requeueAfter } from '../../../../src/plugins/push/infisical-push-secret/requeue.ts';
import { aWork } from './a-pass.ts';

const RANDOM = { next: () => 0.5 };

function context(error?: OperatorError): PassContext {
  const nothing = { session: undefined, comparison: undefined, pushed: undefined, withdrawal: undefined };
  return { leaving: false, ...nothing, error };
}

describe('when a push comes back', () => {
  it('at its interval when all is well, and when a change is needed', () => {
    for (const [state, error] of [
      ['synced', undefined],
      ['error', terminal('InvalidValues', 'bytes')],
    ] as const) {
      const requeue = requeueAfter(state, context(error), aWork(), RANDOM);
      expect(requeue.kind).to.equal('after');
      expect(requeue).to.have.property('ms').within(54_000, 66_000);
    }
  });

  it('with growing delays when it may pass by itself, not before the host wants it', () => {
    const error = retryable('RateLimited', 'later', { retryAfterMs: 7_000 });
    const requeue = requeueAfter('retrying', context(error), aWork(), RANDOM);
    expect(requeue.kind).to.equal('backoff');
    expect(requeue).to.have.property('atLeastMs').at.least(7_000);
  });

  it('with growing delays, for ever, while it holds a resource back from its deletion, whatever the reason', () => {
    const work = aWork({ deleting: true });
    expect(requeueAfter('error', context(terminal('AccessDenied', 'no')), work, RANDOM)).to.deep.equal({
      kind: 'backoff',
      atLeastMs: 0,
    });
  });

  it('never when it is gone', () => {
    expect(requeueAfter('withdrawn', context(), aWork({ deleting: true }), RANDOM)).to.deep.equal({ kind: 'none' });
  });
});
