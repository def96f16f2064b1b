import { expect } from 'chai';
import { hostOf } from '../../../src/infisical/host/index.ts';
import { Pools } from '../../../src/infisical/transport/pools.ts';

describe('Pools', () => {
  let pools: Pools;
  const host = (number: number) => hostOf(`http://127.0.0.1:${1_000 + number}`, undefined);

  beforeEach(() => {
    pools = new Pools(1_000, { allowLoopback: true });
  });
  afterEach(() => pools.close());

  it('gives one pool per host', () => {
    const [first, again, other] = [pools.lease(host(1)), pools.lease(host(1)), pools.lease(host(2))];
    expect(first.dispatcher).to.equal(again.dispatcher).and.not.equal(other.dispatcher);
    expect(pools.size).to.equal(2);
  });

  it('keeps the 64 that were used last', () => {
    const first = pools.lease(host(0));
    const second = pools.lease(host(1));
    second.release();
    first.release();
    for (let number = 2; number < 64; number += 1) pools.lease(host(number)).release();
    pools.lease(host(0)).release();
    pools.lease(host(64)).release();
    expect(pools.size).to.equal(64);
    expect(pools.lease(host(0)).dispatcher).to.equal(first.dispatcher);
    expect(pools.lease(host(1)).dispatcher).not.to.equal(second.dispatcher);
  });

  it('never closes one that is in use', () => {
    const busy = pools.lease(host(0));
    const leases = Array.from({ length: 70 }, (_none, number) => pools.lease(host(number + 1)));
    expect(pools.size).to.equal(71);
    expect(pools.lease(host(0)).dispatcher).to.equal(busy.dispatcher);
    for (const lease of leases) lease.release();
    expect(pools.size).to.equal(64);
    expect(pools.lease(host(0)).dispatcher).to.equal(busy.dispatcher);
  });
});
