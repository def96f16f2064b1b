import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { pause } from '../../../src/infisical/event-stream/pause.ts';
import { FakeClock, settle } from '../../../src/testkit/fakes/index.ts';

describe('pause', () => {
  let clock: FakeClock;
  let leaving: AbortController;
  let over: boolean;

  function begin(): void {
    over = false;
    void pause(clock, 1_000, leaving.signal).then(() => (over = true));
  }
  const left = (): readonly number[] => [clock.timers, getEventListeners(leaving.signal, 'abort').length];

  beforeEach(() => {
    clock = new FakeClock();
    leaving = new AbortController();
  });

  it('ends when its time is over, and leaves nothing behind', async () => {
    begin();
    await clock.advance(999);
    expect(over).to.equal(false);
    await clock.advance(1);
    expect([over, left()]).to.deep.equal([true, [0, 0]]);
  });

  it('ends with its signal, and leaves nothing behind', async () => {
    begin();
    leaving.abort();
    await settle();
    expect([over, left()]).to.deep.equal([true, [0, 0]]);
  });

  it('does not begin when the signal has fired', async () => {
    leaving.abort();
    begin();
    await settle();
    expect([over, left()]).to.deep.equal([true, [0, 0]]);
  });
});
