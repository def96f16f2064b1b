import { expect } from 'chai';
import { CredentialCache } from '../../../src/kube/client/credential-cache.ts';
import type { ClusterAccess, Credentials } from '../../../src/kube/config/index.ts';
import { FakeClock } from '../../../src/testkit/fakes/index.ts';
import { rejection } from '../rejection.ts';

const token = (text: string): Credentials => ({ headers: { Authorization: `Bearer ${text}` }, tls: {} });

describe('CredentialCache', () => {
  let clock: FakeClock;
  let reads: boolean[];
  let answer: (fresh: boolean) => Promise<Credentials>;
  let cache: CredentialCache;

  beforeEach(() => {
    clock = new FakeClock();
    reads = [];
    answer = () => Promise.resolve(token(`t${String(reads.length)}`));
    const access: ClusterAccess = {
      server: new URL('https://cluster.example'),
      proxyUrl: undefined,
      namespace: 'default',
      credentials: (fresh) => {
        reads.push(fresh);
        return answer(fresh);
      },
    };
    cache = new CredentialCache(access, clock);
  });

  it('reads once for all who ask at first', async () => {
    expect(await Promise.all([cache.current(), cache.current()])).to.deep.equal([token('t1'), token('t1')]);
    expect(reads).to.deep.equal([false]);
  });

  it('refreshes by the minute without making anybody wait', async () => {
    await cache.current();
    await clock.advance(60_000);
    expect(await cache.current()).to.deep.equal(token('t1'));
    await clock.advance(0);
    expect(await cache.current()).to.deep.equal(token('t2'));
    expect(reads).to.deep.equal([false, false]);
  });

  it('stays with what it has when a refresh fails or hangs', async () => {
    await cache.current();
    for (const refresh of [
      (): Promise<Credentials> => Promise.reject(new Error('broken')),
      () => new Promise<Credentials>(() => undefined),
    ]) {
      answer = refresh;
      await clock.advance(60_000);
      expect(await cache.current()).to.deep.equal(token('t1'));
    }
    await clock.advance(60_000);
    answer = () => Promise.resolve(token('new'));
    await cache.current();
    await clock.advance(0);
    expect(await cache.current()).to.deep.equal(token('new'));
  });

  it('reads afresh when refused, unless others did already', async () => {
    const refused = await cache.current();
    const replaced = await Promise.all([cache.replace(refused), cache.replace(refused)]);
    expect(replaced).to.deep.equal([token('t2'), token('t2')]);
    expect(await cache.replace(refused)).to.deep.equal(token('t2'));
    expect(reads).to.deep.equal([false, true]);
  });

  it('does not take a refresh that brings the refused ones again for fresh', async () => {
    const refused = await cache.current();
    answer = (fresh) => Promise.resolve(fresh ? token('fresh') : token('t1'));
    await clock.advance(60_000);
    await cache.current();
    expect(await cache.replace(refused)).to.deep.equal(token('fresh'));
    expect(reads).to.deep.equal([false, false, true]);
  });

  it('fails when there is nothing, and tries again', async () => {
    answer = () => Promise.reject(new Error('no token file'));
    expect((await rejection(cache.current())).message).to.equal('no token file');
    answer = () => Promise.resolve(token('there'));
    expect(await cache.current()).to.deep.equal(token('there'));
    expect(clock.timers).to.equal(0);
  });
});
