import { expect } from 'chai';
import { retryable, terminal } from '#kernel';
import type { PassContext, State } from '../../../../src/plugins/push/infisical-push-secret/machine.ts';
import { reportOf } from '../../../../src/plugins/push/infisical-push-secret/pass-report.ts';
import { planPush } from '../../../../src/plugins/push/infisical-push-secret/plan.ts';
import type { InfisicalPushSecretSpec } from '../../../../src/plugins/push/infisical-push-secret/spec-parse.ts';
import type { PassReport } from '../../../../src/plugins/push/infisical-push-secret/status-report.ts';
import type { Work } from '../../../../src/plugins/push/infisical-push-secret/work.ts';
import { SESSION } from '../../../builders/a-session.ts';
import { aStored } from './a-destination.ts';
import { aComparison, aHeldPlace, aPlace, aPushResult, aWithdrawal, aWork } from './a-pass.ts';

const FAILURE = retryable('HostError', 'the host failed');
const OLD = aHeldPlace(aPlace({ path: '/old' }), { 'id-9': 'OLD' });
/** Keys in every condition: kept by the policy, left alone, and what the source has no more. */
const STEPS = planPush({
  wanted: new Map([
    ['SAME', '1'],
    ['DIFFERENT', '2'],
    ['NEW', '1'],
  ]),
  unpushable: new Set(['BINARY']),
  stored: [aStored('SAME', '1'), aStored('DIFFERENT', '1'), aStored('GONE', '1'), aStored('BINARY', 'text')],
  policies: { replaces: false, deletes: false },
  isOurs: ({ key }) => key !== 'DIFFERENT',
});

function report(state: State, context: Partial<PassContext>, work: Partial<Work> = {}): PassReport {
  const spec = { method: { key: 'universalAuth' } } as InfisicalPushSecretSpec;
  const whole: PassContext = {
    leaving: false,
    session: SESSION,
    comparison: undefined,
    pushed: undefined,
    withdrawal: undefined,
    error: undefined,
    ...context,
  };
  return reportOf(state, whole, aWork({ spec: () => spec, ...work }));
}

describe('the report of a pass', () => {
  it('that found all as it should be has no failure, and nothing that waits', () => {
    const comparison = aComparison({ steps: STEPS.filter(({ kind }) => kind === 'keep') });
    const found = report('synced', { comparison }, { force: 'now' });
    expect(found).to.deep.include({
      failures: {},
      notReplaced: ['DIFFERENT'],
      secretsCount: 2,
      host: SESSION.host,
      authMethod: 'universalAuth',
      pendingApproval: null,
      wrote: false,
      handledRefresh: 'now',
    });
  });

  it('records what is its own in the place, though nothing was written', () => {
    const { places } = report('synced', { comparison: aComparison({ steps: STEPS }) });
    expect([...(places?.managed.values() ?? [])].sort()).to.deep.equal(['BINARY', 'GONE', 'SAME']);
  });

  it('counts the keys that are pushed, those that failed as well, and not what is unpushable or gone', () => {
    expect(report('retrying', { comparison: aComparison({ steps: STEPS }), error: FAILURE }).secretsCount).to.equal(3);
  });

  it('that could not log in knows nothing of the place', () => {
    expect(report('retrying', { session: undefined, error: FAILURE }, { force: 'now' })).to.deep.include({
      error: FAILURE,
      hasToken: false,
      failures: undefined,
      notReplaced: undefined,
      secretsCount: undefined,
      host: undefined,
      authMethod: undefined,
      places: undefined,
      pendingApproval: undefined,
      handledRefresh: undefined,
    });
  });

  it('whose writes failed tells which', () => {
    const comparison = aComparison({ steps: STEPS, upToDate: false });
    const pushed = aPushResult(FAILURE);
    expect(report('retrying', { comparison, pushed, error: FAILURE }).failures).to.deep.equal({ create: FAILURE });
  });

  it('that did not come to its writes tells nothing of them', () => {
    const comparison = aComparison({ steps: STEPS, upToDate: false });
    expect(report('retrying', { comparison, error: FAILURE }).failures).to.equal(undefined);
  });

  it('has handled a forced sync when all is well, or when there is nothing but to wait for an approval', () => {
    const comparison = aComparison({ upToDate: false });
    const waits = { ...aPushResult(terminal('ApprovalPending', 'wait')), pendingApproval: 'request-1' };
    const waiting = report('error', { comparison, pushed: waits, error: waits.error }, { force: 'now' });
    expect(waiting).to.include({ handledRefresh: 'now', pendingApproval: 'request-1' });
    const failing = report('retrying', { comparison, pushed: aPushResult(FAILURE), error: FAILURE }, { force: 'now' });
    expect(failing.handledRefresh).to.equal(undefined);
  });

  it('keeps on record the places that could not be cleared, and says that a deletion failed', () => {
    const places = { current: aHeldPlace(aPlace()), former: [OLD], recorded: false };
    const withdrawal = { ...aWithdrawal(FAILURE), left: [OLD] };
    const comparison = aComparison({ places, upToDate: false });
    const found = report('retrying', { comparison, pushed: aPushResult(), withdrawal, error: FAILURE });
    expect(found.places?.former).to.deep.equal([OLD]);
    expect(found.failures).to.deep.equal({ delete: FAILURE });
    const well = report('synced', { comparison, pushed: aPushResult(), withdrawal: aWithdrawal() });
    expect(well.places?.former).to.deep.equal([]);
    expect(well).to.deep.include({ failures: {}, wrote: true });
  });

  it('forgets no place that was left while the present one could not be written', () => {
    const places = { current: aHeldPlace(aPlace()), former: [OLD], recorded: false };
    const comparison = aComparison({ places, upToDate: false });
    const found = report('retrying', { comparison, pushed: aPushResult(FAILURE), error: FAILURE });
    expect(found.places?.former).to.deep.equal([OLD]);
  });

  describe('of a resource that is being deleted', () => {
    it('says that the deletion failed, wherever it did', () => {
      for (const context of [{ session: undefined }, {}, { withdrawal: aWithdrawal(FAILURE) }]) {
        const found = report('retrying', { leaving: true, error: FAILURE, ...context });
        expect(found.failures).to.deep.equal({ delete: FAILURE });
      }
    });

    it('keeps its record as it is until all is cleared', () => {
      const recorded = { current: aPlace(), managed: new Map([['id-1', 'A']]), former: [OLD] };
      const withdrawal = aWithdrawal(FAILURE);
      const found = report('retrying', { leaving: true, error: FAILURE, withdrawal }, { recorded });
      expect(found.places).to.equal(recorded);
      expect(report('retrying', { leaving: true, error: FAILURE }, { recorded }).places).to.equal(undefined);
    });
  });
});
