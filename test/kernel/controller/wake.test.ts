import { expect } from 'chai';
import { Controller, type PassResult } from '../../../src/kernel/index.ts';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics, settle } from '../../../src/testkit/fakes/index.ts';
import { aCustomResource } from '../a-custom-resource.ts';
import { FakeInformer } from './fake-informer.ts';
import { OPEN_GATES } from './open-gates.ts';
import { ScriptedResource } from './scripted-resource.ts';

describe('Controller: causes of the resource itself', () => {
  let informer: FakeInformer;
  let resource: ScriptedResource;
  let controller: Controller;

  beforeEach(() => {
    informer = new FakeInformer();
    resource = new ScriptedResource();
    controller = new Controller(
      { clock: new FakeClock(), random: new FixedRandom(0), log: new RecordingLog(), metrics: new RecordingMetrics() },
      { kind: 'Thing', resource, informer, limits: { perLane: 1, total: 10 }, gatekeeper: OPEN_GATES },
    );
  });

  const key = { namespace: 'shop', name: 'db' };

  it('runs a pass for an object that the resource wakes, in the order of urgency', async () => {
    controller.start();
    for (const name of ['a', 'b', 'c']) informer.put(aCustomResource({ name }));
    await settle();
    for (const name of ['a', 'b', 'c']) {
      resource.wake?.({ namespace: 'shop', name }, name === 'c' ? 'drift' : 'resync');
    }
    await settle();
    expect(resource.keys.slice(3)).to.deep.equal(['shop/a', 'shop/c', 'shop/b']);
  });

  it('merges wakes of an object that waits, and runs one more pass for one in work', async () => {
    informer.put(aCustomResource());
    controller.start();
    await settle();
    let end: (result: PassResult) => void = () => undefined;
    resource.onPass = () =>
      new Promise((resolve) => {
        end = resolve;
      });
    for (let wakes = 0; wakes < 5; wakes += 1) resource.wake?.(key, 'drift');
    await settle();
    for (let wakes = 0; wakes < 5; wakes += 1) resource.wake?.(key, 'drift');
    end({ state: 'synced', requeue: { kind: 'none' } });
    await settle();
    expect(resource.passes).to.have.length(3);
  });

  it('passes over an object that is gone', async () => {
    controller.start();
    resource.wake?.(key, 'drift');
    await settle();
    expect(resource.passes).to.deep.equal([]);
  });

  it('ends them when it stops or is aborted, once', async () => {
    controller.start();
    controller.abort(new Error('the lease was lost'));
    expect(resource.detached).to.equal(1);
    informer.put(aCustomResource());
    resource.wake?.(key, 'drift');
    await controller.stop(0);
    expect([resource.detached, resource.passes.length]).to.deep.equal([1, 0]);
  });

  it('ends nothing that never began', async () => {
    await controller.stop(0);
    expect([resource.wake, resource.detached]).to.deep.equal([undefined, 0]);
  });
});
