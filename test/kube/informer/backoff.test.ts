import { expect } from 'chai';
import fc from 'fast-check';
import { watchBackoffMs } from '../../../src/kube/informer/backoff.ts';
import { FixedRandom } from '../../../src/testkit/fakes/index.ts';

describe('watchBackoffMs', () => {
  for (const { failures, ms } of [
    { failures: 1, ms: 750 },
    { failures: 2, ms: 1_500 },
    { failures: 5, ms: 12_000 },
    { failures: 6, ms: 22_500 },
    { failures: 1_000, ms: 22_500 },
  ]) {
    it(`waits ${ms} ms after ${failures} failures, with an average chance`, () => {
      expect(watchBackoffMs(failures, new FixedRandom())).to.equal(ms);
    });
  }

  it('stays between half a second and 30 s', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(), chance, (failures, value) => {
        expect(watchBackoffMs(failures, new FixedRandom(value))).to.be.within(500, 30_000);
      }),
    );
  });
});
