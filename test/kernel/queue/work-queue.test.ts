import { expect } from 'chai';
import type { Priority } from '../../../src/kernel/contracts/index.ts';
import { WorkQueue, type QueueLimits } from '../../../src/kernel/queue/index.ts';
import { FakeClock } from '../../../src/testkit/fakes/index.ts';
import { ManualWork } from './manual-work.ts';

const UNBOUNDED: QueueLimits = { perLane: 1_000, total: 1_000 };

describe('WorkQueue', () => {
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

  describe('one pass per key', () => {
    it('gives out nothing before the start, then all that was added', () => {
      const queue = aQueue();
      queue.add('a', 'lane', 'edit');
      expect(work.started).to.deep.equal([]);
      queue.start(work.run);
      expect(work.started).to.deep.equal(['a']);
    });

    it('gives out a key once, however often it was added', async () => {
      const queue = aQueue();
      for (const priority of ['resync', 'edit', 'drift', 'edit'] as const) queue.add('a', 'lane', priority);
      expect(queue.depth).to.equal(1);
      queue.start(work.run);
      await work.end('a');
      expect(work.started).to.deep.equal(['a']);
      expect(queue.depth).to.equal(0);
    });

    it('brings a key back once, right after its pass, when it was added during the pass', async () => {
      const queue = aRunningQueue();
      queue.add('a', 'lane', 'edit');
      queue.add('a', 'lane', 'edit');
      queue.add('a', 'lane', 'drift');
      expect(work.running).to.deep.equal(['a']);
      expect(work.started).to.deep.equal(['a']);
      await work.end('a');
      expect(work.started).to.deep.equal(['a', 'a']);
      await work.end('a');
      expect(work.started).to.deep.equal(['a', 'a']);
    });
  });

  describe('priorities', () => {
    const add = (queue: WorkQueue, entries: readonly (readonly [string, Priority])[]): void => {
      for (const [key, priority] of entries) queue.add(key, 'lane', priority);
    };
    const cases: readonly { name: string; added: readonly (readonly [string, Priority])[]; order: string[] }[] = [
      {
        name: 'edits go before drift, and drift before resyncs',
        added: [
          ['r', 'resync'],
          ['d', 'drift'],
          ['e', 'edit'],
        ],
        order: ['e', 'd', 'r'],
      },
      {
        name: 'equal priorities go in order of arrival',
        added: [
          ['b', 'edit'],
          ['a', 'edit'],
          ['c', 'edit'],
        ],
        order: ['b', 'a', 'c'],
      },
      {
        name: 'of two priorities of a key the more urgent counts: raised',
        added: [
          ['x', 'drift'],
          ['a', 'resync'],
          ['a', 'edit'],
        ],
        order: ['a', 'x'],
      },
      {
        name: 'of two priorities of a key the more urgent counts: not lowered',
        added: [
          ['a', 'edit'],
          ['x', 'drift'],
          ['a', 'resync'],
        ],
        order: ['a', 'x'],
      },
      {
        name: 'a key that is added again keeps its place in the line',
        added: [
          ['a', 'edit'],
          ['b', 'edit'],
          ['c', 'edit'],
          ['a', 'edit'],
        ],
        order: ['a', 'b', 'c'],
      },
    ];
    for (const { name, added, order } of cases) {
      it(name, async () => {
        const queue = aQueue({ perLane: 1, total: 1 });
        add(queue, added);
        queue.start(work.run);
        for (const key of order) await work.end(key);
        expect(work.started).to.deep.equal(order);
      });
    }

    it('starves no key that has events faster than its turn comes', async () => {
      const queue = aRunningQueue({ perLane: 1, total: 1 });
      queue.add('first', 'lane', 'edit');
      queue.add('busy', 'lane', 'edit');
      let running = 'first';
      for (let round = 0; round < 20 && running !== 'busy'; round += 1) {
        queue.add(`other-${round}`, 'lane', 'edit');
        queue.add('busy', 'lane', 'edit');
        await work.end(running);
        running = work.running[0] ?? '';
      }
      expect(work.started).to.deep.equal(['first', 'busy']);
    });

    it('keeps the more urgent of the priorities that came during a pass', async () => {
      const queue = aRunningQueue({ perLane: 1, total: 1 });
      queue.add('a', 'lane', 'resync');
      queue.add('x', 'lane', 'drift');
      queue.add('a', 'lane', 'edit');
      queue.add('a', 'lane', 'resync');
      await work.end('a');
      expect(work.started).to.deep.equal(['a', 'a']);
    });
  });

  describe('remove', () => {
    it('forgets a key that waits, that is delayed, and that was to come back', async () => {
      const queue = aRunningQueue({ perLane: 1, total: 1 });
      queue.add('runs', 'lane', 'edit');
      queue.add('runs', 'lane', 'edit');
      queue.add('waits', 'lane', 'edit');
      queue.addAfter('delayed', 'lane', 10);
      for (const key of ['runs', 'waits', 'delayed', 'unknown']) queue.remove(key);
      expect([queue.depth, queue.delayed]).to.deep.equal([0, 0]);
      await work.end('runs');
      await clock.advance(100);
      expect(work.started).to.deep.equal(['runs']);
    });

    it('takes a key again that was removed', () => {
      const queue = aQueue();
      queue.add('a', 'lane', 'edit');
      queue.remove('a');
      queue.add('a', 'lane', 'resync');
      queue.start(work.run);
      expect(work.started).to.deep.equal(['a']);
    });
  });

  describe('stop', () => {
    it('resolves at once when nothing runs, and gives out nothing more', async () => {
      const queue = aRunningQueue();
      queue.addAfter('a', 'lane', 10);
      await queue.stop();
      queue.add('b', 'lane', 'edit');
      await clock.advance(100);
      expect(work.started).to.deep.equal([]);
      expect(clock.timers).to.equal(0);
    });

    it('waits for the passes that run, and for each caller', async () => {
      const queue = aRunningQueue();
      queue.add('a', 'lane', 'edit');
      queue.add('b', 'lane', 'edit');
      let stopped = 0;
      const both = [queue.stop(), queue.stop()].map((stopping) => stopping.then(() => (stopped += 1)));
      queue.add('a', 'lane', 'edit');
      await work.end('a');
      expect(stopped).to.equal(0);
      await work.end('b');
      await Promise.all(both);
      expect(stopped).to.equal(2);
      expect(work.started).to.deep.equal(['a', 'b']);
    });
  });

  describe('observer', () => {
    it('is told how long a key waited, counted from its first arrival', async () => {
      const waited: number[] = [];
      const queue = new WorkQueue(clock, UNBOUNDED, { waited: (ms) => waited.push(ms) });
      queue.add('a', 'lane', 'resync');
      await clock.advance(300);
      queue.add('a', 'lane', 'edit');
      await clock.advance(200);
      queue.start(work.run);
      expect(waited).to.deep.equal([500]);
    });

    it('is told the depth at each change, also while every lane is stuck', () => {
      const depths: number[] = [];
      const queue = new WorkQueue(clock, { perLane: 1, total: 1 }, { depth: (keys) => depths.push(keys) });
      queue.start(work.run);
      queue.add('a', 'lane', 'edit');
      queue.add('b', 'lane', 'edit');
      queue.add('c', 'lane', 'edit');
      queue.remove('b');
      expect(depths).to.deep.equal([1, 0, 1, 2, 1]);
    });
  });
});
