import { expect } from 'chai';
import { retryable, type SourceSnapshot } from '#kernel';
import { FakeClock, FixedRandom, settle } from '../../../src/testkit/fakes/index.ts';
import { type Load, SourceCache } from '../../../src/infisical/source-cache/source-cache.ts';
import { CountedSource } from '../fixtures/counted-source.ts';
import { noAbort, rejectionOf } from '../fixtures/rejection.ts';

describe('SourceCache', () => {
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

  it('reads once for all who ask at the same time', async () => {
    const reads = await Promise.all(Array.from({ length: 100 }, () => read(0)));
    expect(new Set(reads)).to.deep.equal(new Set(['1 at 0']));
    expect(source.requests).to.equal(1);
  });

  it('answers from memory what is fresh enough', async () => {
    await read(0);
    await clock.advance(5_000);
    expect(await read(5_000)).to.equal('1 at 0');
    expect(await read(4_999)).to.equal('2 at 5000');
  });

  it('asks in any case when the age may be nought', async () => {
    expect([await read(0), await read(0)]).to.deep.equal(['1 at 0', '2 at 0']);
  });

  it('joins a read that is under way and recent enough', async () => {
    source.hold();
    const first = read(0);
    await clock.advance(1_000);
    const second = read(1_000);
    await source.answer();
    expect(await Promise.all([first, second])).to.deep.equal(['1 at 0', '1 at 0']);
  });

  it('waits for a read that began too early, and then reads once for all who waited', async () => {
    source.hold();
    const early = read(0);
    await clock.advance(1_000);
    const late = [read(0), read(999)];
    await settle();
    expect(source.requests).to.equal(1);
    await source.answer();
    await source.answer();
    expect(await early).to.equal('1 at 0');
    expect(await Promise.all(late)).to.deep.equal(['2 at 1000', '2 at 1000']);
    expect(source.requests).to.equal(2);
  });

  it('counts the age from the moment the request goes out', async () => {
    let login: () => void = () => undefined;
    const slow: Load<string> = async (kept, onBegin, signal) => {
      await new Promise<void>((resolve) => {
        login = resolve;
      });
      return source.load(kept, onBegin, signal);
    };
    const first = cache.read('a', 0, slow, noAbort()).then(valueOf);
    await clock.advance(3_000);
    const second = read(0);
    login();
    expect(await Promise.all([first, second])).to.deep.equal(['1 at 3000', '1 at 3000']);
  });

  it('reads anew, once for all, what has changed, however fresh the last read is', async () => {
    await read(60_000);
    cache.outdate('a');
    expect(await Promise.all([read(60_000), read(60_000)])).to.deep.equal(['2 at 0', '2 at 0']);
    expect(await read(60_000)).to.equal('2 at 0');
    expect(source.requests).to.equal(2);
  });

  it('joins no read whose request went out before the change', async () => {
    source.hold();
    const early = read(60_000);
    await settle();
    cache.outdate('a');
    const late = [read(60_000), read(60_000)];
    await settle();
    expect(source.requests).to.equal(1);
    await source.answer();
    await source.answer();
    expect(await early).to.equal('1 at 0');
    expect(await Promise.all(late)).to.deep.equal(['2 at 0', '2 at 0']);
    expect(source.requests).to.equal(2);
  });

  it('joins a read whose request had not gone out when the change came', async () => {
    let login: () => void = () => undefined;
    const slow: Load<string> = async (kept, onBegin, signal) => {
      await new Promise<void>((resolve) => {
        login = resolve;
      });
      return source.load(kept, onBegin, signal);
    };
    const first = cache.read('a', 60_000, slow, noAbort()).then(valueOf);
    await settle();
    cache.outdate('a');
    const second = read(60_000);
    login();
    expect(await Promise.all([first, second])).to.deep.equal(['1 at 0', '1 at 0']);
  });

  it('asks again for what has changed after a read that failed', async () => {
    await read(60_000);
    cache.outdate('a');
    source.fails = retryable('HostError', '500');
    await rejectionOf(read(60_000));
    source.fails = undefined;
    await clock.advance(1_000);
    expect(await read(60_000)).to.equal('3 at 1000');
  });

  it('tells what the last good read left, and passes over what it does not know', async () => {
    cache.outdate('a');
    expect(cache.kept('a')).to.equal(undefined);
    await read(60_000);
    expect(cache.kept('a')).to.equal('etag 1');
  });

  it('gives what the last good read left to the next one', async () => {
    await read(0);
    source.fails = retryable('HostError', '500');
    await rejectionOf(read(0));
    source.fails = undefined;
    await read(0);
    expect(source.kept).to.deep.equal([undefined, 'etag 1', 'etag 1']);
  });

  it('gives a failure to all who waited, and keeps the last good read', async () => {
    await read(0);
    await clock.advance(1_000);
    source.fails = retryable('HostError', '500');
    const failures = await Promise.all([1, 2, 3].map(() => rejectionOf(read(0))));
    expect(new Set(failures)).to.deep.equal(new Set([source.fails]));
    expect(source.requests).to.equal(2);
    expect(await read(1_000)).to.equal('1 at 0');
  });

  it('lets nobody join a read where that is unwise, and none that would start one', async () => {
    source.hold();
    const unwise = (): never => {
      throw new Error('probing');
    };
    const first = cache.read('a', 60_000, source.load, noAbort(), unwise).then(valueOf);
    await settle();
    const second = rejectionOf(cache.read('a', 60_000, source.load, noAbort(), unwise));
    expect(await second).to.have.property('message', 'probing');
    await source.answer();
    expect(await first).to.equal('1 at 0');
    expect(await cache.read('a', 60_000, source.load, noAbort(), unwise).then(valueOf)).to.equal('1 at 0');
  });

  it('keeps sources apart', async () => {
    expect(await Promise.all([read(0, { key: 'a' }), read(0, { key: 'b' })])).to.deep.equal(['1 at 0', '2 at 0']);
  });

  it('goes on for the others when one leaves', async () => {
    source.hold();
    const leaver = new AbortController();
    const left = rejectionOf(read(0, { signal: leaver.signal }));
    const stayed = read(0);
    await settle();
    leaver.abort(new Error('deadline'));
    expect(await left).to.have.property('message', 'deadline');
    await source.answer();
    expect(await stayed).to.equal('1 at 0');
  });

  it('lets one leave who waits for the end of an older read', async () => {
    source.hold();
    const early = read(0);
    await clock.advance(1_000);
    const leaver = new AbortController();
    const left = rejectionOf(read(0, { signal: leaver.signal }));
    await settle();
    leaver.abort(new Error('deadline'));
    expect(await left).to.have.property('message', 'deadline');
    await source.answer();
    expect(await early).to.equal('1 at 0');
    expect(source.requests).to.equal(1);
  });

  it('does not let a read that was given up replace a newer one', async () => {
    source.hold();
    const leaver = new AbortController();
    const stubborn: Load<string> = (kept, onBegin) => source.load(kept, onBegin, noAbort());
    const left = rejectionOf(cache.read('a', 0, stubborn, leaver.signal));
    await clock.advance(1_000);
    leaver.abort(new Error('deadline'));
    await left;
    const newer = read(0);
    await settle();
    await source.answer();
    expect(await newer).to.equal('2 at 1000');
    expect(await read(1_000)).to.equal('2 at 1000');
  });

  it('forgets values that nobody asks for any more', async () => {
    await read(0, { key: 'short' });
    await read(600_000, { key: 'long' });
    await clock.advance(6 * 60_000);
    expect(cache.size).to.equal(1);
    await clock.advance(16 * 60_000);
    expect(cache.size).to.equal(0);
    expect(clock.timers).to.equal(0);
  });

  it('forgets in the end even what may have any age', async () => {
    await read(Infinity);
    await clock.advance(49 * 3_600_000);
    expect(cache.size).to.equal(0);
  });

  it('ends reads and timers on close', async () => {
    source.hold();
    const waiting = rejectionOf(read(0));
    await settle();
    const closing = cache.close();
    await source.answer();
    await closing;
    expect(await waiting).to.have.property('name', 'AbortError');
    expect(await rejectionOf(read(0))).to.have.property('name', 'AbortError');
    expect([clock.timers, cache.size]).to.deep.equal([0, 0]);
  });
});
