import { expect } from 'chai';
import { FakeClock } from '../../../src/testkit/fakes/index.ts';
import { Gate } from '../../../src/infisical/event-stream/gate.ts';

describe('Gate', () => {
  let clock: FakeClock;
  let openedAt: number[];
  let gate: Gate;

  beforeEach(() => {
    clock = new FakeClock();
    openedAt = [];
    gate = new Gate(clock, () => openedAt.push(clock.monotonic()));
  });

  it('makes one of a burst', async () => {
    for (let hits = 0; hits < 100; hits += 1) gate.hit();
    await clock.advance(60_000);
    expect(openedAt).to.deep.equal([50]);
  });

  it('opens soon for each of several hits that are apart', async () => {
    for (let hits = 0; hits < 3; hits += 1) {
      gate.hit();
      await clock.advance(1_000);
    }
    expect(openedAt).to.deep.equal([50, 1_050, 2_050]);
  });

  it('loses no hit that comes right after an opening', async () => {
    gate.hit();
    await clock.advance(60);
    gate.hit();
    await clock.advance(60_000);
    expect(openedAt).to.deep.equal([50, 550]);
  });

  it('opens ever more seldom while hits keep coming, ten seconds apart at most, and soon again after a rest', async () => {
    for (let hits = 0; hits < 600; hits += 1) {
      gate.hit();
      await clock.advance(100);
    }
    expect(openedAt.slice(0, 6)).to.deep.equal([50, 550, 1_550, 3_550, 7_550, 15_550]);
    expect(openedAt.slice(6)).to.deep.equal([25_550, 35_550, 45_550, 55_550]);
    await clock.advance(60_000);
    openedAt.length = 0;
    const nowMs = clock.monotonic();
    gate.hit();
    await clock.advance(100);
    expect(openedAt).to.deep.equal([nowMs + 50]);
  });

  it('forgets what it waits with when it is closed', async () => {
    gate.hit();
    gate.close();
    await clock.advance(60_000);
    expect([openedAt, clock.timers]).to.deep.equal([[], 0]);
  });
});
