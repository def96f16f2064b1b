import { expect } from 'chai';
import { WorkQueue, type QueueLimits } from '../../../src/kernel/queue/index.ts';
import { FakeClock, settle } from '../../../src/testkit/fakes/index.ts';
import { ManualWork } from './manual-work.ts';

const UNBOUNDED: QueueLimits = { perLane: 1_000, total: 1_000 };

describe('WorkQueue: lanes and delays', () => {
  let clock: FakeClock;
  let work: ManualWork;

  beforeEach(() => {
    clock = new FakeClock();
    work = new ManualWork();
  });

  function aQueue(limits: QueueLimits = UNBOUNDED): WorkQueue {
    return new WorkQueue(clock, limits);
  }

  function aRunningQueue(limits: QueueLimits = UNBOUNDED): WorkQueue {
    const queue = aQueue(limits);
    queue.start(work.run);
    return queue;
  }

  describe('lanes', () => {
    it('a lane whose passes never end delays no other', async () => {
      const queue = aRunningQueue({ perLane: 2, total: 100 });
      for (let index = 0; index < 50; index += 1) queue.add(`dead-${index}`, 'dead host', 'edit');
      for (let index = 0; index < 10; index += 1) queue.add(`live-${index}`, 'live host', 'resync');
      for (let index = 0; index < 10; index += 1) await work.end(`live-${index}`);
      expect(work.started.filter((key) => key.startsWith('live'))).to.have.length(10);
      expect(work.started.filter((key) => key.startsWith('dead'))).to.deep.equal(['dead-0', 'dead-1']);
    });

    it('takes turns among lanes, one key of each', async () => {
      const queue = aQueue({ perLane: 10, total: 1 });
      for (const lane of ['a', 'b', 'c'])
        for (let index = 0; index < 3; index += 1) queue.add(`${lane}${index}`, lane, 'edit');
      queue.start(work.run);
      const order = ['a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2'];
      for (const key of order) await work.end(key);
      expect(work.started).to.deep.equal(order);
    });

    it('lets a lane with one key through, however many keys of another came before', () => {
      const queue = aQueue({ perLane: 10, total: 2 });
      for (let index = 0; index < 100; index += 1) queue.add(`many-${index}`, 'many', 'edit');
      queue.add('lone', 'few', 'resync');
      queue.start(work.run);
      expect(work.running).to.deep.equal(['many-0', 'lone']);
    });

    for (const { name, limits, running } of [
      { name: 'the limit of each lane', limits: { perLane: 2, total: 100 }, running: 6 },
      { name: 'the limit of all lanes', limits: { perLane: 100, total: 4 }, running: 4 },
      { name: 'both limits', limits: { perLane: 2, total: 5 }, running: 5 },
    ]) {
      it(`holds ${name}, and fills it`, async () => {
        const queue = aRunningQueue(limits);
        for (let index = 0; index < 30; index += 1) queue.add(`key-${index}`, `lane-${index % 3}`, 'edit');
        expect(work.running).to.have.length(running);
        while (work.running.length > 0) {
          const waiting = queue.depth;
          await work.end(work.running[0] ?? '');
          if (waiting >= limits.perLane * 3) expect(work.running).to.have.length(running);
          expect(work.running.length).to.be.at.most(running);
        }
        expect(work.started).to.have.length(30);
      });
    }

    it('moves a waiting key to the lane that it was last added with', () => {
      const queue = aQueue({ perLane: 1, total: 10 });
      queue.add('blocker', 'dead', 'edit');
      queue.start(work.run);
      queue.add('a', 'dead', 'resync');
      expect(work.running).to.deep.equal(['blocker']);
      queue.add('a', 'live', 'resync');
      expect(work.running).to.deep.equal(['blocker', 'a']);
      expect(queue.depth).to.equal(0);
    });

    it('counts a pass against the lane that it began in, also when its key moved on', async () => {
      const queue = aRunningQueue({ perLane: 1, total: 10 });
      queue.add('a', 'old', 'edit');
      queue.add('b', 'old', 'edit');
      queue.add('a', 'new', 'edit');
      expect(work.running).to.deep.equal(['a']);
      await work.end('a');
      expect(work.running).to.have.members(['a', 'b']);
    });
  });

  describe('delays', () => {
    it('gives a key out when its delay is over', async () => {
      const queue = aRunningQueue();
      queue.addAfter('a', 'lane', 1_000);
      expect([queue.depth, queue.delayed]).to.deep.equal([0, 1]);
      await clock.advance(999);
      expect(work.started).to.deep.equal([]);
      await clock.advance(1);
      expect(work.started).to.deep.equal(['a']);
      expect(queue.delayed).to.equal(0);
    });

    it('replaces a delay by a newer one', async () => {
      const queue = aRunningQueue();
      queue.addAfter('a', 'lane', 1_000);
      queue.addAfter('a', 'lane', 5_000);
      await clock.advance(4_999);
      expect(work.started).to.deep.equal([]);
      await clock.advance(1);
      expect(work.started).to.deep.equal(['a']);
    });

    it('drops the delay of a key that is added', async () => {
      const queue = aRunningQueue();
      queue.addAfter('a', 'lane', 1_000);
      queue.add('a', 'lane', 'edit');
      expect(queue.delayed).to.equal(0);
      await work.end('a');
      await clock.advance(10_000);
      expect(work.started).to.deep.equal(['a']);
    });

    it('does not delay a key that waits already', async () => {
      const queue = aQueue();
      queue.add('a', 'lane', 'edit');
      queue.addAfter('a', 'lane', 1_000);
      expect(queue.delayed).to.equal(0);
      queue.start(work.run);
      expect(work.started).to.deep.equal(['a']);
      await settle();
    });

    it('lets an event during a pass win over the delay that the pass asks for', async () => {
      const queue = aRunningQueue();
      queue.add('a', 'lane', 'edit');
      queue.add('a', 'lane', 'drift');
      queue.addAfter('a', 'lane', 60_000);
      await work.end('a');
      expect(work.started).to.deep.equal(['a', 'a']);
      expect(queue.delayed).to.equal(0);
    });

    it('does not give out a key twice at once when its delay ends during its pass', async () => {
      const queue = aRunningQueue();
      queue.add('a', 'lane', 'edit');
      queue.addAfter('a', 'lane', 10);
      await clock.advance(10);
      expect(work.started).to.deep.equal(['a']);
      await work.end('a');
      expect(work.started).to.deep.equal(['a', 'a']);
    });
  });
});
