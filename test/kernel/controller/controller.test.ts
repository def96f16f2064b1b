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

describe('Controller', () => {
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

  describe('events', () => {
    it('runs no pass before the start, and one for each object then', async () => {
      informer.put(aCustomResource({ name: 'a' }));
      informer.put(aCustomResource({ name: 'b' }));
      await settle();
      expect(resource.keys).to.deep.equal([]);
      controller.start();
      await settle();
      expect(resource.keys).to.deep.equal(['shop/a', 'shop/b']);
    });

    it('runs a pass for an edit, and none for a change of status alone', async () => {
      controller.start();
      informer.put(aCustomResource({ generation: 1, resourceVersion: '1' }));
      await settle();
      informer.put(aCustomResource({ generation: 1, resourceVersion: '2' }, { status: { state: 'synced' } }));
      await settle();
      expect(resource.passes).to.have.length(1);
      informer.put(aCustomResource({ generation: 2, resourceVersion: '3' }));
      await settle();
      expect(resource.passes).to.have.length(2);
    });

    it('gives each pass the newest object, an id of its own, and a live signal', async () => {
      informer.put(aCustomResource({ generation: 1 }));
      informer.put(aCustomResource({ generation: 2 }));
      controller.start();
      await settle();
      informer.put(aCustomResource({ generation: 3 }));
      await settle();
      expect(resource.passes.map(({ object }) => object.metadata.generation)).to.deep.equal([2, 3]);
      expect(new Set(resource.passes.map(({ id }) => id)).size).to.equal(2);
      expect(resource.passes.every(({ signal }) => !signal.aborted)).to.equal(true);
    });

    it('drops all that it knows of a deleted object', async () => {
      resource.refersTo = () => [secret('creds')];
      resource.onPass = () => Promise.resolve(resting({ kind: 'after', ms: 1_000 }));
      controller.start();
      informer.put(aCustomResource());
      await settle();
      informer.delete('shop/db');
      await clock.advance(10_000);
      expect(resource.passes).to.have.length(1);
      expect(resource.forgotten).to.deep.equal(['uid-1']);
      expect(controller.interestedIn(secret('creds'))).to.equal(false);
      expect(controller.resting().size).to.equal(0);
    });

    it('runs no pass for an object that was deleted while it waited', async () => {
      informer.put(aCustomResource());
      informer.delete('shop/db');
      controller.start();
      await settle();
      expect(resource.keys).to.deep.equal([]);
    });

    it('takes an object of another uid for a new one', async () => {
      resource.onPass = () => Promise.resolve(resting({ kind: 'backoff', atLeastMs: 0 }, 'retrying'));
      controller.start();
      informer.put(aCustomResource({ uid: 'old' }));
      await clock.advance(2_000);
      const failures = controller.resting().get('shop/db')?.failures ?? 0;
      expect(failures).to.be.above(1);
      informer.put(aCustomResource({ uid: 'new', generation: 2 }));
      await settle();
      expect(resource.forgotten).to.deep.equal(['old']);
      expect(resource.passes.at(-1)?.object.metadata.uid).to.equal('new');
      expect(controller.resting().get('shop/db')?.failures).to.equal(1);
    });

    it('learns nothing about the new object from a pass over the old one of that name', async () => {
      const ends: ((result: PassResult) => void)[] = [];
      resource.onPass = () => new Promise((resolve) => ends.push(resolve));
      controller.start();
      informer.put(aCustomResource({ uid: 'old' }));
      informer.delete('shop/db');
      informer.put(aCustomResource({ uid: 'new' }));
      ends[0]?.(resting({ kind: 'backoff', atLeastMs: 60_000 }, 'retrying'));
      await settle();
      expect(resource.passes.map(({ object }) => object.metadata.uid)).to.deep.equal(['old', 'new']);
      expect(controller.resting().get('shop/db')).to.include({ state: undefined, failures: 0 });
      ends[1]?.(resting({ kind: 'none' }));
      await settle();
      expect(controller.resting().get('shop/db')).to.include({ state: 'synced', failures: 0 });
    });
  });

  describe('references', () => {
    beforeEach(async () => {
      resource.refersTo = ({ metadata }) => [secret(`creds-${metadata.name}`), secret('shared')];
      controller.start();
      for (const name of ['a', 'b', 'c']) informer.put(aCustomResource({ name }));
      await settle();
      resource.passes.length = 0;
    });

    it('wakes exactly the referrers of a changed object', async () => {
      controller.onReference(gone(secret('creds-b')));
      await settle();
      expect(resource.keys).to.deep.equal(['shop/b']);
      controller.onReference(gone(secret('shared')));
      await settle();
      expect(resource.keys).to.have.members(['shop/b', 'shop/a', 'shop/b', 'shop/c']);
      controller.onReference(gone(secret('unrelated')));
      await settle();
      expect(resource.passes).to.have.length(4);
    });

    it('is interested in what is referred to, and in nothing else', () => {
      expect(controller.interestedIn(secret('creds-a'))).to.equal(true);
      expect(controller.interestedIn(secret('creds-z'))).to.equal(false);
    });

    it('lets a resource say that a change does not concern it', async () => {
      resource.isConcerned = ({ metadata }) => metadata.name !== 'a';
      controller.onReference(gone(secret('shared')));
      await settle();
      expect(resource.keys).to.have.members(['shop/b', 'shop/c']);
    });

    it('follows an edit that refers to something else', async () => {
      resource.refersTo = () => [secret('other')];
      informer.put(aCustomResource({ name: 'a', generation: 2 }));
      await settle();
      resource.passes.length = 0;
      controller.onReference(gone(secret('creds-a')));
      controller.onReference(gone(secret('other')));
      await settle();
      expect(resource.keys).to.deep.equal(['shop/a']);
    });

    it('follows, with the next pass, references that changed without an event of the object', async () => {
      resource.refersTo = () => [secret('shared'), secret('new-default-ca')];
      controller.onReference(gone(secret('shared')));
      await settle();
      expect(controller.interestedIn(secret('new-default-ca'))).to.equal(true);
    });
  });

  describe('requeue', () => {
    it('comes back after the time that the pass asked for, and not before', async () => {
      resource.onPass = () => Promise.resolve(resting({ kind: 'after', ms: 60_000 }));
      controller.start();
      informer.put(aCustomResource());
      await clock.advance(59_999);
      expect(resource.passes).to.have.length(1);
      await clock.advance(1);
      expect(resource.passes).to.have.length(2);
    });

    it('comes back only by an event when the pass asked for nothing', async () => {
      controller.start();
      informer.put(aCustomResource());
      await clock.advance(1_000_000);
      expect(resource.passes).to.have.length(1);
      informer.put(aCustomResource({ generation: 2 }));
      await settle();
      expect(resource.passes).to.have.length(2);
    });

    it('backs off longer with each failure in a row, and starts anew after a success', async () => {
      const beganMs: number[] = [];
      resource.onPass = () => {
        beganMs.push(clock.monotonic());
        return Promise.resolve(resting({ kind: 'backoff', atLeastMs: 0 }, 'retrying'));
      };
      controller.start();
      informer.put(aCustomResource());
      await clock.advance(500 + 1_000 + 2_000);
      expect(beganMs).to.deep.equal([0, 500, 1_500, 3_500]);
      expect(controller.resting().get('shop/db')).to.include({ state: 'retrying', failures: 4 });
      resource.onPass = () => Promise.resolve(resting({ kind: 'none' }));
      await clock.advance(4_000);
      expect(controller.resting().get('shop/db')).to.include({ state: 'synced', failures: 0 });
    });

    it('comes back no earlier than the server asked for', async () => {
      resource.onPass = () => Promise.resolve(resting({ kind: 'backoff', atLeastMs: 30_000 }, 'retrying'));
      controller.start();
      informer.put(aCustomResource());
      await clock.advance(29_999);
      expect(resource.passes).to.have.length(1);
      await clock.advance(1);
      expect(resource.passes).to.have.length(2);
    });

    it('comes back when a pass that was put off says, and takes it for no failure', async () => {
      const outcomes: PassResult[] = [
        resting({ kind: 'backoff', atLeastMs: 0 }, 'retrying'),
        resting({ kind: 'putOff', ms: 20_000 }, 'waiting'),
        resting({ kind: 'backoff', atLeastMs: 0 }, 'retrying'),
      ];
      resource.onPass = () => Promise.resolve(outcomes.shift() ?? resting({ kind: 'none' }));
      controller.start();
      informer.put(aCustomResource());
      await settle();
      await clock.advance(500);
      expect(controller.resting().get('shop/db')).to.include({ state: 'waiting', failures: 1 });
      await clock.advance(19_999);
      expect(resource.passes).to.have.length(2);
      await clock.advance(1);
      expect(resource.passes).to.have.length(3);
      expect(controller.resting().get('shop/db')).to.include({ state: 'retrying', failures: 2 });
    });

    it('lets an edit cut a back-off short', async () => {
      resource.onPass = () => Promise.resolve(resting({ kind: 'backoff', atLeastMs: 60_000 }, 'retrying'));
      controller.start();
      informer.put(aCustomResource());
      await settle();
      informer.put(aCustomResource({ generation: 2 }));
      await settle();
      expect(resource.passes).to.have.length(2);
    });
  });

  it('counts passes by resting state, and shows how many keys wait', async () => {
    resource.onPass = () => new Promise(() => undefined);
    controller.start();
    for (const name of ['a', 'b', 'c']) informer.put(aCustomResource({ name }));
    expect(metrics.value('queue_depth', { kind: 'Thing' })).to.equal(2);
    resource.onPass = () => Promise.resolve(resting({ kind: 'none' }));
    resource.laneFor = () => 'another host';
    informer.put(aCustomResource({ name: 'd' }));
    await settle();
    expect(metrics.value('passes_total', { kind: 'Thing', state: 'synced' })).to.equal(1);
    expect(metrics.value('pass_duration_seconds', { kind: 'Thing' })).to.equal(1);
  });
});
