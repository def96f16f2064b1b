import { expect } from 'chai';
import fc from 'fast-check';
import { BACKOFF, backoffMs } from '../../../src/kernel/queue/index.ts';
import { FixedRandom } from '../../../src/testkit/fakes/index.ts';

describe('backoffMs', () => {
  const cases: readonly { name: string; failures: number; random: number; ms: number }[] = [
    { name: 'first failure, least jitter', failures: 1, random: 0, ms: 500 },
    { name: 'first failure, middle', failures: 1, random: 0.5, ms: 750 },
    { name: 'second failure doubles', failures: 2, random: 0, ms: 1_000 },
    { name: 'third failure doubles again', failures: 3, random: 0, ms: 2_000 },
    { name: 'sixth failure is the last below the limit', failures: 6, random: 0, ms: 16_000 },
    { name: 'seventh failure meets the limit', failures: 7, random: 0, ms: 30_000 },
    { name: 'very many failures stay at the limit', failures: 1_000_000, random: 0, ms: 30_000 },
    { name: 'no failure counts as one', failures: 0, random: 0, ms: 500 },
    { name: 'a negative count counts as one', failures: -3, random: 0, ms: 500 },
  ];
  for (const { name, failures, random, ms } of cases) {
    it(`${name}: ${ms} ms`, () => {
      expect(backoffMs(failures, new FixedRandom(random))).to.equal(ms);
    });
  }

  it('stays between half of the first and the longest delay, whatever the count and the jitter', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
        const ms = backoffMs(failures, new FixedRandom(random));
        expect(ms).to.be.within(BACKOFF.firstMs / 2, BACKOFF.longestMs);
      }),
    );
  });

  it('never shrinks with more failures under equal jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, at) => {
        const random = new FixedRandom(at);
        expect(backoffMs(failures + 1, random)).to.be.at.least(backoffMs(failures, random));
      }),
    );
  });

  it('takes at most a half off, so that jitter spreads but never voids the growth', () => {
    const least = backoffMs(4, new FixedRandom(0));
    const most = backoffMs(4, new FixedRandom(0.999999));
    expect(least).to.equal(4_000);
    expect(most).to.be.within(7_999, 8_000);
  });
});
