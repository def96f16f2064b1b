import { expect } from 'chai';
import { FakeClock } from '#testkit';
import { Waits } from '../../../src/kernel/queue/waits.ts';

describe('Waits', () => {
  let clock: FakeClock;
  let waits: Waits;

  beforeEach(() => {
    clock = new FakeClock();
    waits = new Waits(clock);
  });

  it('has patience for two minutes, or for two intervals where they are longer', async () => {
    expect(waits.note('short', 0, undefined, 10_000)).to.equal(false);
    expect(waits.note('long', 0, undefined, 90_000)).to.equal(false);
    await clock.advance(120_001);
    expect(waits.note('short', 0, undefined, 10_000)).to.equal(true);
    expect(waits.note('long', 0, undefined, 90_000)).to.equal(false);
    await clock.advance(60_000);
    expect(waits.note('long', 0, undefined, 90_000)).to.equal(true);
  });

  it('knows beforehand when a wait will be too long', () => {
    expect(waits.note('near', 120_000, undefined, 10_000)).to.equal(false);
    expect(waits.note('far', 120_001, undefined, 10_000)).to.equal(true);
  });

  it('begins anew after a turn', async () => {
    waits.note('app', 0, undefined, 10_000);
    await clock.advance(100_000);
    waits.end('app');
    expect(waits.note('app', 0, undefined, 10_000)).to.equal(false);
    await clock.advance(100_000);
    expect(waits.note('app', 0, undefined, 10_000)).to.equal(false);
  });

  it('takes reads that began after a forced sync was first put off', async () => {
    expect(waits.ageOf('app', 'one')).to.equal(0);
    await clock.advance(5_000);
    waits.note('app', 0, 'one', 10_000);
    await clock.advance(3_000);
    waits.note('app', 0, 'one', 10_000);
    expect(waits.ageOf('app', 'one')).to.equal(2_999);
  });

  it('takes none of those for a forced sync that was asked for later', async () => {
    waits.note('app', 0, undefined, 10_000);
    await clock.advance(3_000);
    expect(waits.ageOf('app', 'one')).to.equal(0);
    waits.note('app', 0, 'one', 10_000);
    await clock.advance(3_000);
    expect(waits.ageOf('app', 'two')).to.equal(0);
    waits.note('app', 0, 'two', 10_000);
    await clock.advance(1_000);
    expect(waits.ageOf('app', 'two')).to.equal(999);
  });
});
