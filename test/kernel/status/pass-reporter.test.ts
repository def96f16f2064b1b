import { expect } from 'chai';
import {
  mergeConditions,
  parseConditions,
  PassReporter,
  retryable,
  StatusJournal,
  type ConditionStatus,
  type OperatorError,
  type ResourceEvent,
  type ResourceIdentity,
} from '../../../src/kernel/index.ts';
import { FakeClock, RecordingLog, settle } from '../../../src/testkit/fakes/index.ts';
import { aCustomResource } from '../a-custom-resource.ts';

const IDENTITY: ResourceIdentity = {
  type: { group: 'test.example', version: 'v1', kind: 'Thing', plural: 'things' },
  namespace: 'shop',
  name: 'db',
  uid: 'uid-1',
};
const OBJECT = aCustomResource({ resourceVersion: '1' });

interface Report {
  readonly state: string;
  readonly ready: ConditionStatus;
}

/** A reporter over a writer that answers when a test lets it. */
class Desk {
  readonly clock = new FakeClock();
  readonly log = new RecordingLog();
  readonly events: ResourceEvent[] = [];
  readonly applied: string[] = [];
  failure: Error | undefined;
  held: Promise<void> = Promise.resolve();
  private version = 1;

  readonly reporter = new PassReporter<Report>(
    {
      clock: this.clock,
      events: { record: (_about, event) => this.events.push(event) },
      journal: new StatusJournal({
        apply: async (_resource, status) => {
          await this.held;
          if (this.failure !== undefined) throw this.failure;
          this.applied.push(String(Reflect.get(status, 'state')));
          this.version += 1;
          return String(this.version);
        },
      }),
    },
    { object: OBJECT, identity: IDENTITY, log: this.log, signal: new AbortController().signal },
    (before, { state, ready }, nowMs) => {
      const present: unknown = before === undefined ? [] : Reflect.get(Object(before), 'conditions');
      const verdict = { kind: 'set', status: ready, reason: state, message: `it is ${state}` } as const;
      return {
        state,
        conditions: mergeConditions(parseConditions(present), { Ready: verdict }, { generation: 1, nowMs }),
      };
    },
  );

  conclude(report: Report, error?: OperatorError): Promise<void> {
    return this.reporter.conclude(report, {
      error,
      reason: 'Synced',
      words: ['well', 'not well'],
      fields: { targets: 1 },
    });
  }
}

describe('PassReporter', () => {
  let desk: Desk;

  beforeEach(() => {
    desk = new Desk();
  });

  it('says where a pass is that takes two seconds, once', async () => {
    desk.reporter.watch(() => ({ state: 'Fetching', ready: 'Unknown' }));
    await desk.clock.advance(1_999);
    expect(desk.applied).to.deep.equal([]);
    await desk.clock.advance(10_000);
    expect(desk.applied).to.deep.equal(['Fetching']);
    expect(desk.events).to.deep.equal([]);
  });

  it('says nothing of the way once the pass has ended', async () => {
    desk.reporter.watch(() => ({ state: 'Fetching', ready: 'Unknown' }));
    await desk.conclude({ state: 'Synced', ready: 'True' });
    await desk.clock.advance(10_000);
    expect(desk.applied).to.deep.equal(['Synced']);
    expect(desk.clock.timers).to.equal(0);
  });

  it('survives that the way cannot be told', async () => {
    desk.failure = retryable('KubernetesUnavailable', 'No.');
    desk.reporter.watch(() => ({ state: 'Fetching', ready: 'Unknown' }));
    await desk.clock.advance(2_000);
    desk.failure = undefined;
    await desk.conclude({ state: 'Synced', ready: 'True' });
    expect(desk.applied).to.deep.equal(['Synced']);
  });

  it('tells a flip of Ready, and another reason, by an Event and in the log', async () => {
    const error = retryable('HostError', 'It failed.');
    await desk.conclude({ state: 'HostError', ready: 'False' }, error);
    await desk.conclude({ state: 'HostError', ready: 'False' }, error);
    await desk.conclude({ state: 'HostTimeout', ready: 'False' }, retryable('HostTimeout', 'Late.'));
    await desk.conclude({ state: 'Synced', ready: 'True' });
    expect(desk.events.map(({ type, reason }) => `${type} ${reason}`)).to.deep.equal([
      'Warning HostError',
      'Warning HostTimeout',
      'Normal Synced',
    ]);
    expect(desk.log.lines.map(({ level, message }) => `${level} ${message}`)).to.deep.equal([
      'warn not well',
      'warn not well',
      'info well',
    ]);
  });

  it('makes each status from what the one before it left', async () => {
    let release = (): void => undefined;
    desk.held = new Promise((resolve) => {
      release = resolve;
    });
    const first = desk.reporter.note({ state: 'Writing', ready: 'True' });
    const last = desk.conclude({ state: 'Writing', ready: 'True' });
    await settle();
    release();
    await Promise.all([first, last]);
    // The second is the same, and so it is not written.
    expect(desk.applied).to.deep.equal(['Writing']);
  });

  it('passes on that the end could not be written', async () => {
    desk.failure = retryable('KubernetesUnavailable', 'No.');
    const rejected = await desk.conclude({ state: 'Synced', ready: 'True' }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(rejected).to.equal(desk.failure);
    expect(desk.events).to.deep.equal([]);
  });
});
