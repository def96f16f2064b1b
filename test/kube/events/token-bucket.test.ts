import { expect } from 'chai';
import { TokenBucket } from '../../../src/kube/events/token-bucket.ts';
import { FakeClock } from '../../../src/testkit/fakes/index.ts';

describe('TokenBucket', () => {
  it('gives a burst, then tells how long to wait, and fills no higher than the burst', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(clock, 10, 2);

    expect([bucket.take(), bucket.take(), bucket.take()]).to.deep.equal([0, 0, 100]);
    await clock.advance(100);
    expect([bucket.take(), bucket.take()]).to.deep.equal([0, 100]);
    await clock.advance(60_000);
    expect([bucket.take(), bucket.take(), bucket.take()]).to.deep.equal([0, 0, 100]);
  });
});
