import { expect } from 'chai';
import type { SourceSnapshot } from '#kernel';
import { CallFailure } from '../../../src/infisical/failures/index.ts';
import { SourceCache } from '../../../src/infisical/source-cache/source-cache.ts';
import { FakeClock, FixedRandom, settle } from '../../../src/testkit/fakes/index.ts';
import { CountedSource } from '../fixtures/counted-source.ts';
import { noAbort, operatorErrorOf, rejectionOf } from '../fixtures/rejection.ts';

describe('SourceCache, failures', () => {
  let clock: FakeClock;
  let source: CountedSource;
  let cache: SourceCache<string>;

  function read(maxAgeMs: number, { key = 'a', signal = noAbort() } = {}): Promise<string> {
    return cache.read(key, maxAgeMs, source.load, signal).then(valueOf);
  }
  function valueOf({ secrets, readAtMs }: SourceSnapshot): string {
    return `${secrets[0]?.value ?? ''} at ${readAtMs}`;
  }

  beforeEach(() => {
    clock = new FakeClock();
    source = new CountedSource();
    cache = new SourceCache(clock, new FixedRandom(1));
  });
  afterEach(() => cache.close());

  const about = { what: 'list', host: 'https://inf.example.com' };
  const passing = new CallFailure('serverFailed', about, 'HTTP 500');
  const refused = new CallFailure('accessDenied', about, 'HTTP 403');

  it('a failure stands for all who ask within a second, then for longer, and says when to come back', async () => {
    source.fails = passing;
    const waits: number[] = [];
    for (let round = 1; round <= 7; round += 1) {
      const first = await operatorErrorOf(read(60_000));
      const later = await Promise.all(Array.from({ length: 500 }, () => operatorErrorOf(read(60_000))));
      expect(new Set(later.map(({ message }) => message))).to.deep.equal(new Set([first.message]));
      expect(source.requests).to.equal(round);
      waits.push(first.putOff?.ms ?? 0);
      await clock.advance(first.putOff?.ms ?? 0);
    }
    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    source.fails = undefined;
    await read(60_000);
    await clock.advance(60_001);
    source.fails = passing;
    expect((await operatorErrorOf(read(60_000))).putOff?.ms).to.equal(1_000);
  });

  it('a failure stands for two seconds when it is a refusal, which has no time to come back', async () => {
    source.fails = refused;
    expect(await operatorErrorOf(read(60_000))).to.equal(refused);
    await clock.advance(1_999);
    expect(await operatorErrorOf(read(60_000))).to.equal(refused);
    expect(source.requests).to.equal(1);
    await clock.advance(1);
    await operatorErrorOf(read(60_000));
    expect(source.requests).to.equal(2);
  });

  it('a failure does not stand for who asks in any case, nor after news', async () => {
    source.fails = passing;
    await operatorErrorOf(read(60_000));
    await operatorErrorOf(read(0));
    cache.outdate('a');
    await operatorErrorOf(read(60_000));
    expect(source.requests).to.equal(3);
  });

  it('a failure does not stand when it has a time to come back, or is none of the source', async () => {
    for (const error of [passing.with({ putOff: { ms: 9, spreadMs: 9, quiet: true } }), new Error('a fault')]) {
      source.fails = error;
      expect(await rejectionOf(read(60_000))).to.equal(error);
      expect(await rejectionOf(read(60_000))).to.equal(error);
    }
    expect(source.requests).to.equal(4);
  });

  it('a failure is not what is left of a read that was given up', async () => {
    source.hold();
    const leaver = new AbortController();
    const left = rejectionOf(read(60_000, { signal: leaver.signal }));
    await settle();
    leaver.abort(new Error('deadline'));
    await left;
    const next = read(60_000);
    await settle();
    await source.answer();
    expect(await next).to.equal('2 at 0');
  });
});
