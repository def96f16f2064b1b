import { expect } from 'chai';
import { Breaker } from '../../../src/infisical/guard/breaker.ts';
import { CallFailure } from '../../../src/infisical/failures/index.ts';
import { FakeClock, FixedRandom } from '../../../src/testkit/fakes/index.ts';

const REFUSED = new CallFailure('unreachable', { what: 'read', host: 'https://inf.example.com' }, 'connection refused');

describe('Breaker', () => {
  let clock: FakeClock;
  let breaker: Breaker;

  beforeEach(() => {
    clock = new FakeClock();
    // The longest of each step, less a hair.
    breaker = new Breaker(clock, new FixedRandom(1));
  });

  /** One call that fails, if it may be made. */
  function fail(): void {
    expect(breaker.outage()).to.equal(undefined);
    breaker.failed(breaker.begin(), REFUSED);
  }

  /** Lets time pass until a call may be made; gives how long that took. */
  async function untilProbe(): Promise<number> {
    const ms = breaker.outage()?.putOff.ms ?? 0;
    await clock.advance(ms - 1);
    expect(breaker.outage(), 'a millisecond too early').not.to.equal(undefined);
    await clock.advance(1);
    return ms;
  }

  it('lets all calls pass while the host answers', () => {
    for (let call = 0; call < 100; call += 1) {
      expect(breaker.outage()).to.equal(undefined);
      breaker.begin();
      breaker.answered();
    }
    expect(breaker.downSinceMs).to.equal(undefined);
  });

  it('keeps calls back after a failure, with its cause and the time to come back', () => {
    fail();
    expect(breaker.outage()?.cause).to.equal(REFUSED);
    expect(breaker.outage()?.putOff).to.deep.equal({ ms: 1_000, spreadMs: 250, quiet: true });
    expect(breaker.downSinceMs).to.equal(0);
  });

  it('lets one call in each step through, and makes the steps longer, to 30 s', async () => {
    const steps: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      fail();
      steps.push(await untilProbe());
    }
    expect(steps).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('takes up to a half off each step', async () => {
    breaker = new Breaker(clock, new FixedRandom(0));
    const steps: number[] = [];
    for (let probe = 0; probe < 7; probe += 1) {
      fail();
      steps.push(await untilProbe());
    }
    expect(steps).to.deep.equal([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it('does not tell others of a first failure, and tells them of a second', async () => {
    fail();
    expect(breaker.outage()?.putOff.quiet).to.equal(true);
    await untilProbe();
    fail();
    expect(breaker.outage()?.putOff.quiet).to.equal(false);
  });

  it('tells who failed itself, even at the first failure', () => {
    expect(breaker.failed(breaker.begin(), REFUSED)).to.deep.equal({ ms: 1_000, spreadMs: 250, quiet: false });
  });

  it('closes on any answer, and begins anew at the shortest step', async () => {
    fail();
    await untilProbe();
    fail();
    await untilProbe();
    breaker.begin();
    breaker.answered();
    expect(breaker.outage()).to.equal(undefined);
    fail();
    expect(breaker.outage()?.putOff.ms).to.equal(1_000);
  });

  it('closes on an answer to a call that went out before it opened', () => {
    breaker.begin();
    fail();
    breaker.answered();
    expect(breaker.outage()).to.equal(undefined);
  });

  it('stays closed when the host has answered others since the failed call began', () => {
    const slow = breaker.begin();
    breaker.begin();
    breaker.answered();
    expect(breaker.failed(slow, REFUSED)).to.equal(undefined);
    expect(breaker.outage()).to.equal(undefined);
  });

  it('counts calls that were out together as one failure', () => {
    const calls = Array.from({ length: 16 }, () => breaker.begin());
    for (const call of calls) expect(breaker.failed(call, REFUSED)?.ms).to.equal(1_000);
  });

  it('keeps others back while a probe is on its way', async () => {
    fail();
    await untilProbe();
    const probe = breaker.begin();
    expect(breaker.outage()?.putOff).to.deep.equal({ ms: 4_000, spreadMs: 1_000, quiet: true });
    await clock.advance(10_000);
    breaker.failed(probe, REFUSED);
    expect(breaker.outage()?.putOff.ms).to.equal(2_000);
  });

  it('tells stragglers that fail during a probe when to come back', async () => {
    const straggler = breaker.begin();
    fail();
    await untilProbe();
    breaker.begin();
    expect(breaker.failed(straggler, REFUSED)).to.deep.equal({ ms: 4_000, spreadMs: 1_000, quiet: false });
  });

  it('gives a probe up that never comes back, and lets another one try', async () => {
    fail();
    await untilProbe();
    const lost = breaker.begin();
    await clock.advance(29_999);
    expect(breaker.outage()).not.to.equal(undefined);
    await clock.advance(1);
    fail();
    expect(breaker.outage()?.putOff.ms).to.equal(2_000);
    // What the lost one says at last counts for nothing.
    breaker.failed(lost, REFUSED);
    expect(breaker.outage()?.putOff.ms).to.equal(2_000);
  });

  it('lets another one try a second after a probe was aborted, and forgets no failure for it', async () => {
    fail();
    await untilProbe();
    breaker.ended(breaker.begin());
    expect(breaker.outage()?.putOff.ms).to.equal(1_000);
    await untilProbe();
    fail();
    expect(breaker.outage()?.putOff.ms).to.equal(2_000);
  });

  it('learns nothing from an aborted call while it is closed', () => {
    breaker.ended(breaker.begin());
    expect(breaker.outage()).to.equal(undefined);
  });

  it('waits as long as a failing host asks for', () => {
    const busy = new CallFailure('hostFailed', { what: 'read', host: 'https://inf.example.com' }, 'HTTP 503', {
      retryAfterMs: 120_000,
    });
    breaker.failed(breaker.begin(), busy);
    expect(breaker.outage()?.putOff.ms).to.equal(120_000);
  });
});
