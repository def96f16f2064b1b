import { expect } from 'chai';
import { retryable, terminal } from '#kernel';
import { FakeClock, FixedRandom, RecordingLog, settle } from '../../../src/testkit/fakes/index.ts';
import { type IssuedToken, TokenCache } from '../../../src/infisical/token-cache/index.ts';
import { noAbort, rejectionOf } from '../fixtures/rejection.ts';

/** A login endpoint: token 1, token 2, ... of 1 000 s, unless told otherwise. */
class Logins {
  count = 0;
  expiresInSeconds = 1_000;
  fails: Error | undefined;
  /** While set, logins hang until `release`. */
  private gate: Promise<void> | undefined;
  release: () => void = () => undefined;

  hold(): void {
    this.gate = new Promise((resolve) => {
      this.release = () => {
        this.gate = undefined;
        resolve();
      };
    });
  }

  readonly login = async (signal: AbortSignal): Promise<IssuedToken> => {
    this.count += 1;
    const value = `token ${this.count}`;
    await this.gate;
    signal.throwIfAborted();
    if (this.fails !== undefined) throw this.fails;
    return { value, expiresInSeconds: this.expiresInSeconds };
  };
}

describe('TokenCache', () => {
  const refused = terminal('InvalidCredentials', 'refused');
  let clock: FakeClock;
  let log: RecordingLog;
  let logins: Logins;
  let cache: TokenCache;
  const get = async (id = 'a'): Promise<string> => (await cache.get(id, logins.login, noAbort())).value;

  beforeEach(() => {
    clock = new FakeClock();
    log = new RecordingLog();
    logins = new Logins();
    cache = new TokenCache(clock, new FixedRandom(0), log);
  });
  afterEach(() => cache.close());

  it('logs in once for all who ask meanwhile, and for all who ask later', async () => {
    expect(await Promise.all([get(), get(), get()])).to.deep.equal(['token 1', 'token 1', 'token 1']);
    await clock.advance(799_999);
    expect(await get()).to.equal('token 1');
    expect(logins.count).to.equal(1);
  });

  it('keeps identities apart', async () => {
    expect([await get('a'), await get('b')]).to.deep.equal(['token 1', 'token 2']);
  });

  it('tells a token that was made just now from one at hand', async () => {
    expect(await cache.get('a', logins.login, noAbort())).to.deep.equal({ value: 'token 1', fresh: true });
    expect(await cache.get('a', logins.login, noAbort())).to.deep.equal({ value: 'token 1', fresh: false });
  });

  it('replaces a token at 80 % of its life while its users keep the old one', async () => {
    await get();
    await clock.advance(800_000);
    logins.hold();
    expect([await get(), await get()]).to.deep.equal(['token 1', 'token 1']);
    await settle();
    expect(logins.count).to.equal(2);
    logins.release();
    await settle();
    expect(await get()).to.equal('token 2');
    expect(clock.timers).to.equal(0);
  });

  it('never replaces a token that does not expire', async () => {
    logins.expiresInSeconds = 0;
    await get();
    for (let hour = 0; hour < 24 * 365; hour += 5) {
      await clock.advance(5 * 3_600_000);
      await get();
    }
    expect(logins.count).to.equal(1);
  });

  it('keeps the old token while replacing fails, and tries again after a pause', async () => {
    await get();
    await clock.advance(800_000);
    logins.fails = retryable('HostUnreachable', 'down');
    expect([await get(), await get()]).to.deep.equal(['token 1', 'token 1']);
    await settle();
    expect([await get(), logins.count]).to.deep.equal(['token 1', 2]);
    expect(log.lines).to.have.lengthOf(1);
    await clock.advance(30_000);
    await get();
    await settle();
    expect(logins.count).to.equal(3);
  });

  it('gives up replacing after a minute', async () => {
    await get();
    await clock.advance(800_000);
    logins.hold();
    await get();
    await clock.advance(60_000);
    expect(clock.timers).to.equal(0);
    logins.release();
    await settle();
    await clock.advance(30_000);
    await get();
    await settle();
    expect(await get()).to.equal('token 3');
  });

  it('logs in anew after the end of the life', async () => {
    await get();
    await clock.advance(1_000_000);
    expect(await get()).to.equal('token 2');
  });

  it('drops only the token that was refused', async () => {
    await get();
    cache.drop('a', 'token 1');
    expect(await get()).to.equal('token 2');
    cache.drop('a', 'token 1');
    expect(await get()).to.equal('token 2');
  });

  it('does not try a refused login again for a while, and answers with the same error', async () => {
    logins.fails = refused;
    expect(await rejectionOf(get())).to.equal(refused);
    expect(await Promise.all(Array.from({ length: 500 }, () => rejectionOf(get())))).to.satisfy((errors: unknown[]) =>
      errors.every((error) => error === refused),
    );
    expect(logins.count).to.equal(1);
    await clock.advance(30_000);
    await rejectionOf(get());
    expect(logins.count).to.equal(2);
  });

  it('tries another credential at once', async () => {
    logins.fails = refused;
    await rejectionOf(get('old'));
    logins.fails = undefined;
    expect(await get('new')).to.equal('token 2');
  });

  it('does not remember failures that pass', async () => {
    logins.fails = retryable('HostTimeout', 'slow');
    await rejectionOf(get());
    logins.fails = undefined;
    expect(await get()).to.equal('token 2');
  });

  it('treats an identity whose fresh token was refused like one whose login was', async () => {
    await get();
    cache.refuse('a', 'token 1', refused);
    expect(await rejectionOf(get())).to.equal(refused);
    expect(logins.count).to.equal(1);
  });

  it('goes on for the others when one caller leaves, and aborts when all have left', async () => {
    logins.hold();
    const leaver = new AbortController();
    const left = rejectionOf(cache.get('a', logins.login, leaver.signal));
    const stayed = get();
    await settle();
    leaver.abort(new Error('gone'));
    expect(await left).to.have.property('message', 'gone');
    logins.release();
    expect(await stayed).to.equal('token 1');
  });

  it('ends a login on close', async () => {
    logins.hold();
    const waiting = rejectionOf(get());
    await settle();
    const closing = cache.close();
    logins.release();
    await closing;
    expect(await waiting).to.have.property('name', 'AbortError');
    expect(await rejectionOf(get())).to.have.property('name', 'AbortError');
  });
});
