import { expect } from 'chai';
import {
  Controller,
  type ObjectReference,
  type PassResult,
  type ReferenceChange,
  type Requeue,
} from '../../../src/kernel/index.ts';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics, settle } from '../../../src/testkit/fakes/index.ts';
import { aCustomResource } from '../a-custom-resource.ts';
import { FakeInformer } from './fake-informer.ts';
import { OPEN_GATES } from './open-gates.ts';
import { ScriptedResource } from './scripted-resource.ts';

const secret = (name: string): ObjectReference => ({ kind: 'Secret', namespace: 'shop', name });
const gone = (reference: ObjectReference): ReferenceChange => ({ reference, observed: undefined });

describe('Controller: faults, stop and abort', () => {
  let clock: FakeClock;
  let log: RecordingLog;
  let metrics: RecordingMetrics;
  let informer: FakeInformer;
  let resource: ScriptedResource;
  let controller: Controller;

  beforeEach(() => {
    clock = new FakeClock();
    log = new RecordingLog();
    metrics = new RecordingMetrics();
    informer = new FakeInformer();
    resource = new ScriptedResource();
    controller = new Controller(
      { clock, random: new FixedRandom(0), log, metrics },
      { kind: 'Thing', resource, informer, limits: { perLane: 1, total: 10 }, gatekeeper: OPEN_GATES },
    );
  });

  const resting = (requeue: Requeue, state = 'synced'): PassResult => ({ state, requeue });

  describe('a resource that throws', () => {
    const fault = (): never => {
      throw new Error('a fault of the plugin');
    };

    it('backs off, is counted and logged, and hurts nobody else', async () => {
      resource.onPass = ({ object }) =>
        object.metadata.name === 'bad' ? Promise.reject(new Error('boom')) : Promise.resolve(resting({ kind: 'none' }));
      controller.start();
      informer.put(aCustomResource({ name: 'bad' }));
      informer.put(aCustomResource({ name: 'good' }));
      await settle();
      expect(resource.keys).to.deep.equal(['shop/bad', 'shop/good']);
      await clock.advance(500);
      expect(resource.keys).to.deep.equal(['shop/bad', 'shop/good', 'shop/bad']);
      expect(controller.resting().get('shop/bad')).to.include({ state: 'failed', failures: 2 });
      expect(metrics.value('passes_total', { kind: 'Thing', state: 'failed' })).to.equal(2);
      const errors = log.lines.filter(({ level }) => level === 'error');
      expect(errors.map(({ fields }) => fields['resource'])).to.deep.equal(['shop/bad', 'shop/bad']);
    });

    it('backs off as well when it throws instead of rejecting', async () => {
      resource.onPass = fault;
      controller.start();
      informer.put(aCustomResource());
      await clock.advance(500);
      expect(resource.passes).to.have.length(2);
    });

    for (const { name, break: breakIt } of [
      { name: 'urgency', break: () => (resource.urgencyOf = fault) },
      { name: 'references', break: () => (resource.refersTo = fault) },
      { name: 'lane', break: () => (resource.laneFor = fault) },
    ]) {
      it(`still gets its pass, and its requeue, when it throws in ${name}`, async () => {
        breakIt();
        resource.onPass = () => Promise.resolve(resting({ kind: 'after', ms: 1_000 }));
        controller.start();
        informer.put(aCustomResource());
        await clock.advance(1_000);
        expect(resource.passes).to.have.length(2);
        expect(log.lines.some(({ level }) => level === 'error')).to.equal(true);
      });
    }

    it('loses no referrer behind one for which it throws in concerns', async () => {
      resource.refersTo = () => [secret('shared')];
      controller.start();
      informer.put(aCustomResource({ name: 'a' }));
      informer.put(aCustomResource({ name: 'b' }));
      await settle();
      resource.isConcerned = ({ metadata }) => (metadata.name === 'a' ? fault() : true);
      controller.onReference(gone(secret('shared')));
      await settle();
      expect(resource.keys).to.have.members(['shop/a', 'shop/b', 'shop/a', 'shop/b']);
    });

    it('gets a pass for an object made anew when it throws in forget', async () => {
      resource.forget = fault;
      controller.start();
      informer.put(aCustomResource({ uid: 'old' }));
      await settle();
      informer.put(aCustomResource({ uid: 'new', generation: 2 }));
      await settle();
      expect(resource.passes.map(({ object }) => object.metadata.uid)).to.deep.equal(['old', 'new']);
    });
  });

  describe('stop and abort', () => {
    const untilAborted = (signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        });
      });

    it('waits for running passes and gives out nothing more', async () => {
      let end: (result: PassResult) => void = () => undefined;
      resource.onPass = () => new Promise((resolve) => (end = resolve));
      controller.start();
      informer.put(aCustomResource());
      let stopped = false;
      const stopping = controller.stop(5_000).then(() => (stopped = true));
      informer.put(aCustomResource({ name: 'late' }));
      await clock.advance(4_999);
      expect(stopped).to.equal(false);
      expect(resource.passes[0]?.signal.aborted).to.equal(false);
      end(resting({ kind: 'after', ms: 1 }));
      await stopping;
      await clock.advance(60_000);
      expect(resource.keys).to.deep.equal(['shop/db']);
      expect(resource.passes[0]?.signal.aborted).to.equal(false);
      expect(clock.timers).to.equal(0);
    });

    it('aborts what still runs after the grace period', async () => {
      resource.onPass = ({ signal }) => untilAborted(signal);
      controller.start();
      informer.put(aCustomResource());
      const stopping = controller.stop(5_000);
      await clock.advance(4_999);
      expect(resource.passes[0]?.signal.aborted).to.equal(false);
      await clock.advance(1);
      expect(resource.passes[0]?.signal.aborted).to.equal(true);
      await stopping;
      expect(log.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
    });

    it('aborts all passes at once with the reason given, and begins no other', async () => {
      const reason = new Error('the lease is lost');
      resource.onPass = ({ signal }) => untilAborted(signal);
      controller.start();
      informer.put(aCustomResource({ name: 'a' }));
      informer.put(aCustomResource({ name: 'waits in the lane' }));
      controller.abort(reason);
      await settle();
      informer.put(aCustomResource({ name: 'late' }));
      await clock.advance(60_000);
      expect(resource.keys).to.deep.equal(['shop/a']);
      expect(resource.passes[0]?.signal.reason).to.equal(reason);
      expect(metrics.value('passes_total', { kind: 'Thing', state: 'failed' })).to.equal(0);
    });
  });
});
