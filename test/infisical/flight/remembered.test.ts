import { expect } from 'chai';
import { FakeClock } from '../../../src/testkit/fakes/index.ts';
import { Remembered } from '../../../src/infisical/flight/index.ts';
import { noAbort, rejectionOf } from '../fixtures/rejection.ts';

describe('Remembered', () => {
  it('fetches once per key for as long as a value is good', async () => {
    const clock = new FakeClock();
    const remembered = new Remembered<number>(clock, 1_000);
    let fetched = 0;
    const get = (key: string): Promise<number> => remembered.get(key, () => Promise.resolve(++fetched), noAbort());
    expect([await get('a'), await get('a'), await get('b')]).to.deep.equal([1, 1, 2]);
    await clock.advance(1_000);
    expect(await get('a')).to.equal(3);
  });

  it('does not keep failures', async () => {
    const remembered = new Remembered<number>(new FakeClock(), 1_000);
    await rejectionOf(remembered.get('a', () => Promise.reject(new Error('no')), noAbort()));
    expect(await remembered.get('a', () => Promise.resolve(2), noAbort())).to.equal(2);
  });

  it('fetches again what was forgotten', async () => {
    const remembered = new Remembered<number>(new FakeClock(), 1_000);
    await remembered.get('a', () => Promise.resolve(1), noAbort());
    remembered.forget('a');
    expect(await remembered.get('a', () => Promise.resolve(2), noAbort())).to.equal(2);
  });

  it('drops the oldest of too many', async () => {
    const remembered = new Remembered<number>(new FakeClock(), 1_000);
    for (let key = 0; key <= 1_000; key += 1) await remembered.get(String(key), () => Promise.resolve(1), noAbort());
    expect(await remembered.get('1000', () => Promise.resolve(2), noAbort())).to.equal(1);
    expect(await remembered.get('0', () => Promise.resolve(2), noAbort())).to.equal(2);
  });
});
