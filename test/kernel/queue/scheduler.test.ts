import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { Scheduler } from '../../../src/kernel/queue/index.ts';
import { FakeClock, settle } from '../../../src/testkit/fakes/index.ts';

/** A clock that, like native timers, fires early when asked for more than it can count. */
class ShortSightedClock extends FakeClock {
  static readonly LONGEST_MS = 1_000;

  override timer(delayMs: number, fire: () => void): ReturnType<FakeClock['timer']> {
    return super.timer(Math.min(delayMs, ShortSightedClock.LONGEST_MS), fire);
  }
}

describe('Scheduler', () => {
  let clock: FakeClock;
  let scheduler: Scheduler;
  let fired: string[];
  const set = (id: string, delayMs: number): void => {
    scheduler.set(id, delayMs, () => fired.push(`${id}@${clock.monotonic()}`));
  };

  beforeEach(() => {
    clock = new FakeClock();
    scheduler = new Scheduler(clock);
    fired = [];
  });

  it('fires each alarm once, at its time and not before', async () => {
    set('a', 100);
    await clock.advance(99);
    expect(fired).to.deep.equal([]);
    await clock.advance(1);
    expect(fired).to.deep.equal(['a@100']);
    await clock.advance(1_000);
    expect(fired).to.deep.equal(['a@100']);
    expect(scheduler.size).to.equal(0);
  });

  it('fires in order of time, and of setting where times are equal', async () => {
    set('late', 300);
    set('second', 200);
    set('third', 200);
    set('early', 100);
    await clock.advance(300);
    expect(fired).to.deep.equal(['early@100', 'second@200', 'third@200', 'late@300']);
  });

  it('uses one native timer, however many alarms wait', () => {
    for (let index = 0; index < 500; index += 1) set(`alarm-${index}`, 1_000 - index);
    expect(clock.timers).to.equal(1);
    expect(clock.nextTimerMs).to.equal(501);
    expect(scheduler.size).to.equal(500);
  });

  it('goes without a native timer when nothing waits any more', async () => {
    set('a', 10);
    set('b', 20);
    await clock.advance(20);
    expect(clock.timers).to.equal(0);
  });

  for (const { name, first, then, at } of [
    { name: 'later', first: 100, then: 500, at: 500 },
    { name: 'earlier', first: 500, then: 100, at: 100 },
    { name: 'equal', first: 100, then: 100, at: 100 },
  ]) {
    it(`replaces an alarm by a ${name} one`, async () => {
      set('a', first);
      set('a', then);
      expect(scheduler.size).to.equal(1);
      await clock.advance(1_000);
      expect(fired).to.deep.equal([`a@${at}`]);
    });
  }

  it('forgets a cleared alarm and fires the others', async () => {
    set('a', 100);
    set('b', 200);
    scheduler.clear('a');
    scheduler.clear('nobody');
    expect(scheduler.size).to.equal(1);
    await clock.advance(1_000);
    expect(fired).to.deep.equal(['b@200']);
  });

  it('tells how long an alarm still has', async () => {
    set('a', 100);
    await clock.advance(30);
    expect(scheduler.remainingMs('a')).to.equal(70);
    expect(scheduler.remainingMs('b')).to.equal(undefined);
  });

  it('takes a negative delay for none', async () => {
    set('a', -50);
    expect(scheduler.remainingMs('a')).to.equal(0);
    await clock.advance(0);
    expect(fired).to.deep.equal(['a@0']);
  });

  it('fires nothing after stop, and holds no timer', async () => {
    set('a', 100);
    scheduler.stop();
    expect(clock.timers).to.equal(0);
    expect(scheduler.size).to.equal(0);
    await clock.advance(1_000);
    expect(fired).to.deep.equal([]);
  });

  it('sees delays through that are longer than a native timer can count', async () => {
    clock = new ShortSightedClock();
    scheduler = new Scheduler(clock);
    const delayMs = 3.5 * ShortSightedClock.LONGEST_MS;
    set('far', delayMs);
    await clock.advance(delayMs - 1);
    expect(fired).to.deep.equal([]);
    await clock.advance(1);
    expect(fired).to.deep.equal([`far@${delayMs}`]);
  });

  it('waits for ever where the delay is infinite, and holds back nobody by it', async () => {
    set('never', Number.POSITIVE_INFINITY);
    set('soon', 10);
    await clock.advance(1_000_000);
    expect(fired).to.deep.equal(['soon@10']);
  });

  it('lets an alarm set others while it fires', async () => {
    scheduler.set('first', 100, () => {
      set('second', 50);
      set('first', 100);
    });
    await clock.advance(1_000);
    expect(fired).to.deep.equal(['second@150', 'first@200']);
  });

  it('comes back to the event loop between two rounds of an alarm that sets itself without delay', async () => {
    let rounds = 0;
    const again = (): void => {
      rounds += 1;
      if (rounds < 1_000) scheduler.set('again', 0, again);
    };
    let roundsSeenByOther = 0;
    scheduler.set('again', 0, again);
    clock.timer(0, () => {
      roundsSeenByOther = rounds;
    });
    await clock.advance(0);
    expect(roundsSeenByOther).to.equal(1);
  });

  it('does not keep what was replaced: memory follows the living alarms', async () => {
    // Something earlier that lives, so that what was replaced does not come to the top and go away by itself.
    set('hourly', 3_600_000);
    const replaced = new Set<WeakRef<object>>();
    for (let round = 0; round < 5_000; round += 1) {
      const held = { round };
      replaced.add(new WeakRef(held));
      scheduler.set('daily', 86_400_000, () => fired.push(`round ${held.round}`));
    }
    await settle();
    collectGarbage();
    const alive = [...replaced].filter((reference) => reference.deref() !== undefined);
    expect(alive.length).to.be.within(1, 200);
    await clock.advance(86_400_000);
    expect(fired).to.deep.equal(['hourly@3600000', 'round 4999']);
  });
});

/** The engine's own collector, switched on for this process alone: a leak cannot be seen from outside otherwise. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('the engine offers no collector');
  Reflect.apply(collect, undefined, []);
}
