import { expect } from 'chai';
import fc from 'fast-check';
import { Budget, type Spending } from '../../../src/infisical/guard/budget.ts';
import { FakeClock, FixedRandom } from '../../../src/testkit/fakes/index.ts';
import { CountingServer } from '../fixtures/counting-server.ts';

/** What happens next: calls are asked for, time passes, or answers to calls that are out arrive, the youngest first or the oldest first. */
const STEPS = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('ask' as const),
      calls: fc.integer({ min: 1, max: 30 }),
      caller: fc.constantFrom('a', 'b', 'c'),
    }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
    fc.record({ kind: fc.constant('answer' as const), calls: fc.integer({ min: 1, max: 30 }), youngest: fc.boolean() }),
  ),
  { maxLength: 80 },
);

describe('Budget, whatever happens', () => {
  it('is never refused a call while nobody else uses the limit', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.integer({ min: 30, max: 60 }), async (steps, limit) => {
        const clock = new FakeClock();
        const budget = new Budget(clock, new FixedRandom(1));
        const server = new CountingServer(clock, limit);
        const out: { readonly spending: Spending; readonly told: ReturnType<CountingServer['take']> }[] = [];
        let name = 0;
        for (const step of steps) {
          if (step.kind === 'pass') await clock.advance(step.ms);
          if (step.kind === 'ask') {
            for (let call = 0; call < step.calls && budget.wait(step.caller, `${name}`) === undefined; call += 1) {
              // The server counts it when it arrives; its answer takes until the test says so.
              out.push({ spending: budget.begin(`${name}`), told: server.take() });
              name += 1;
            }
          }
          for (let call = 0; step.kind === 'answer' && call < step.calls; call += 1) {
            const answered = step.youngest ? out.pop() : out.shift();
            if (answered === undefined) break;
            budget.answered(answered.spending, answered.told);
            budget.ended(true);
          }
        }
        expect(server.refused).to.equal(0);
      }),
      { numRuns: 300 },
    );
  });
});
