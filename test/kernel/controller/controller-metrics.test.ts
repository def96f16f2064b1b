import { expect } from 'chai';
import { ControllerMetrics, type RestingRecord } from '../../../src/kernel/controller/controller-metrics.ts';
import { FakeClock, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';

const KIND = { kind: 'Thing' };
const STATES = { working: ['fetching', 'writing'], good: 'synced', others: ['error'] };

describe('ControllerMetrics', () => {
  let clock: FakeClock;
  let metrics: RecordingMetrics;
  let records: Map<string, RestingRecord>;
  let own: ControllerMetrics;
  beforeEach(() => {
    clock = new FakeClock();
    metrics = new RecordingMetrics();
    records = new Map();
    own = new ControllerMetrics(metrics, { kind: 'Thing', states: STATES, clock, records });
  });

  function resources(state: string): number {
    metrics.collect();
    return metrics.value('resources', { ...KIND, state });
  }

  it('counts resources by the state of their last pass, back to zero, and none while another process works', () => {
    records.set('a', { state: 'synced', failures: 0, goodAtMs: 0 });
    records.set('b', { state: undefined, failures: 0, goodAtMs: 0 });
    expect([resources('synced'), resources('pending')]).to.deep.equal([0, 0]);
    own.started();
    expect([resources('synced'), resources('pending'), resources('error')]).to.deep.equal([1, 1, 0]);
    records.set('b', { state: 'made-up', failures: 0, goodAtMs: 0 });
    expect([resources('pending'), resources('made-up')]).to.deep.equal([0, 1]);
    records.delete('b');
    expect(resources('made-up')).to.equal(0);
    own.stopped();
    expect(resources('synced')).to.equal(0);
  });

  it('tells the age of the oldest good pass, counted from the start at the earliest', async () => {
    const age = (): number => {
      metrics.collect();
      return metrics.value('oldest_sync_age_seconds', KIND);
    };
    records.set('a', { state: 'error', failures: 0, goodAtMs: clock.monotonic() });
    await clock.advance(60_000);
    expect(age()).to.equal(0);
    own.started();
    await clock.advance(5_000);
    expect(age()).to.equal(5);
    records.set('b', { state: 'synced', failures: 0, goodAtMs: clock.monotonic() });
    await clock.advance(2_000);
    expect(age()).to.equal(7);
    records.delete('a');
    expect(age()).to.equal(2);
    records.delete('b');
    expect(age()).to.equal(0);
  });

  it('times the states in which time is spent, and no other', async () => {
    const entered = own.phasesOfPass();
    for (const state of ['fetching', 'writing', 'failed', 'error']) {
      entered(state);
      await clock.advance(1_000);
    }
    expect(metrics.value('phase_duration_seconds', { ...KIND, phase: 'fetching' })).to.equal(1);
    expect(metrics.value('phase_duration_seconds', { ...KIND, phase: 'writing' })).to.equal(1);
    expect(metrics.value('phase_duration_seconds', { ...KIND, phase: 'failed' })).to.equal(0);
    expect(metrics.value('phase_duration_seconds', { ...KIND, phase: 'error' })).to.equal(0);
  });
});
