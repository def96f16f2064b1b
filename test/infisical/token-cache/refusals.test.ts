import { expect } from 'chai';
import { retryable, terminal, type OperatorError } from '#kernel';
import { FakeClock, FixedRandom } from '../../../src/testkit/fakes/index.ts';
import { CallFailure } from '../../../src/infisical/failures/index.ts';
import { Refusals } from '../../../src/infisical/token-cache/refusals.ts';

describe('Refusals', () => {
  const error = terminal('InvalidCredentials', 'refused');

  async function standingMs(refusals: Refusals, clock: FakeClock): Promise<number> {
    const beganMs = clock.monotonic();
    while (refusals.standing('a') !== undefined) await clock.advance(1_000);
    return clock.monotonic() - beganMs;
  }

  it('stands for 30 s, twice as long each time, at most 5 minutes', async () => {
    const clock = new FakeClock();
    const refusals = new Refusals(clock, new FixedRandom(0));
    const seen: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      refusals.add('a', error);
      seen.push((await standingMs(refusals, clock)) / 1_000);
    }
    expect(seen).to.deep.equal([30, 60, 120, 240, 300, 300]);
  });

  it('stands shorter for a cloud, which nobody can watch, and limits its callers', async () => {
    const clock = new FakeClock();
    const refusals = new Refusals(clock, new FixedRandom(0));
    const standing = async (failure: OperatorError, rounds: number): Promise<readonly number[]> => {
      const seen: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        refusals.add('a', failure);
        seen.push((await standingMs(refusals, clock)) / 1_000);
      }
      return seen;
    };
    expect(await standing(terminal('CloudRefused', 'no'), 3)).to.deep.equal([30, 30, 30]);
    expect(await standing(retryable('CloudUnavailable', 'later'), 6)).to.deep.equal([1, 2, 4, 8, 15, 15]);
    expect(await standing(terminal('CloudRefused', 'no'), 1)).to.deep.equal([30]);
  });

  it('lets a server that failed be tried again after a second, then later, and says when', async () => {
    const clock = new FakeClock();
    const refusals = new Refusals(clock, new FixedRandom(0));
    const failure = new CallFailure('serverFailed', { what: 'log in', host: 'https://inf.example.com' }, 'HTTP 500');
    const seen: (number | undefined)[] = [];
    for (let round = 0; round < 7; round += 1) {
      refusals.add('a', failure);
      const ms = refusals.standing('a')?.putOff?.ms;
      seen.push(ms);
      await clock.advance((ms ?? 0) - 1);
      expect(refusals.standing('a')?.putOff).to.deep.equal({ ms: 1, spreadMs: (ms ?? 0) / 4, quiet: false });
      await clock.advance(1);
      expect(refusals.standing('a')).to.equal(undefined);
    }
    expect(seen).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('leaves what has a time to come back to whoever gave it', () => {
    const refusals = new Refusals(new FakeClock(), new FixedRandom(0));
    const putOff = { ms: 1_000, spreadMs: 250, quiet: false };
    refusals.add('a', retryable('HostError', '502', { putOff }));
    expect(refusals.standing('a')).to.equal(undefined);
  });

  it('does not stand when it passes, or can be seen to be mended', () => {
    const refusals = new Refusals(new FakeClock(), new FixedRandom(0));
    refusals.add('a', retryable('HostTimeout', 'slow'));
    refusals.add('a', terminal('CredentialsNotFound', 'none'));
    expect(refusals.standing('a')).to.equal(undefined);
  });

  it('begins anew after a login that worked, and after an hour', async () => {
    const clock = new FakeClock();
    const refusals = new Refusals(clock, new FixedRandom(0));
    refusals.add('a', error);
    refusals.clear('a');
    expect(refusals.standing('a')).to.equal(undefined);
    refusals.add('a', error);
    await clock.advance(2 * 3_600_000);
    refusals.add('b', error);
    refusals.add('a', error);
    expect(await standingMs(refusals, clock)).to.equal(30_000);
  });
});
