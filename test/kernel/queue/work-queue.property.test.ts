import { expect } from 'chai';
import fc from 'fast-check';
import { WorkQueue } from '../../../src/kernel/queue/index.ts';
import { FakeClock, settle } from '../../../src/testkit/fakes/index.ts';

type Step =
  | {
      readonly kind: 'add';
      readonly key: number;
      readonly lane: number;
      readonly priority: 'edit' | 'drift' | 'resync';
    }
  | { readonly kind: 'later'; readonly key: number; readonly ms: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'wait'; readonly ms: number };

const key = fc.nat({ max: 15 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    key,
    lane: fc.nat({ max: 3 }),
    priority: fc.constantFrom('edit' as const, 'drift' as const, 'resync' as const),
  }),
  fc.record({ kind: fc.constant('later' as const), key, ms: fc.nat({ max: 5_000 }) }),
  fc.record({ kind: fc.constant('end' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat({ max: 5_000 }) }),
);

describe('WorkQueue under any sequence of events', () => {
  it('works on each key after its last event, never twice at once, and within the limits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const clock = new FakeClock();
        const limits = { perLane: 2, total: 3 };
        const queue = new WorkQueue(clock, limits);
        const open = new Map<string, () => void>();
        const dirty = new Set<string>();
        queue.start((name) => {
          expect(open.has(name), `${name} twice at once`).to.equal(false);
          dirty.delete(name);
          expect(open.size).to.be.below(limits.total);
          return new Promise((resolve) => open.set(name, resolve));
        });
        const end = async (): Promise<void> => {
          const [first] = open;
          if (first === undefined) return;
          open.delete(first[0]);
          first[1]();
          await settle();
        };
        for (const next of steps) {
          if (next.kind === 'add') {
            dirty.add(`k${next.key}`);
            queue.add(`k${next.key}`, `l${next.lane}`, next.priority);
          } else if (next.kind === 'later') {
            dirty.add(`k${next.key}`);
            queue.addAfter(`k${next.key}`, 'l0', next.ms);
          } else if (next.kind === 'wait') await clock.advance(next.ms);
          else await end();
        }
        await clock.advance(10_000);
        while (open.size > 0) await end();
        expect([...dirty], 'keys whose last event nobody acted on').to.deep.equal([]);
        expect([queue.depth, queue.delayed]).to.deep.equal([0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  it('gives 10 000 keys a pass each, in many lanes, with every key added twice', async () => {
    const clock = new FakeClock();
    const queue = new WorkQueue(clock, { perLane: 8, total: 64 });
    const running = new Set<string>();
    const passes = new Map<string, number>();
    let most = 0;
    queue.start(async (name) => {
      expect(running.has(name), `${name} twice at once`).to.equal(false);
      running.add(name);
      most = Math.max(most, running.size);
      passes.set(name, (passes.get(name) ?? 0) + 1);
      await Promise.resolve();
      running.delete(name);
    });
    const names = Array.from({ length: 10_000 }, (_, index) => `ns-${index % 97}/name-${index}`);
    names.forEach((name, index) => {
      queue.add(name, `host-${index % 31}`, 'resync');
    });
    names.forEach((name, index) => {
      queue.add(name, `host-${index % 31}`, index % 2 === 0 ? 'edit' : 'drift');
    });
    for (let turn = 0; queue.depth > 0 && turn < 10_000; turn += 1) await settle();
    await settle();
    expect(passes.size).to.equal(10_000);
    expect([...passes.values()].every((count) => count === 1 || count === 2)).to.equal(true);
    expect(most).to.be.within(9, 64);
    expect([queue.depth, queue.delayed, running.size]).to.deep.equal([0, 0, 0]);
  });
});
