import { expect } from 'chai';
import { type OperatorError, retryable, terminal } from '#kernel';
import { settle } from '../../../src/testkit/fakes/index.ts';
import { HubBench } from './hub-bench.ts';

describe('EventHub: interruptions', () => {
  const down = retryable('HostUnreachable', 'down');
  let bench: HubBench;

  beforeEach(() => {
    bench = new HubBench();
  });
  afterEach(() => bench.hub.close());

  it('opens the stream again with the newest login, reads once what was missed, and says nothing of a short break', async () => {
    const watcher = bench.watch({ name: 'first' });
    bench.watch({ name: 'second' });
    await settle();
    await bench.clock.advance(1_000);
    expect(bench.outdated).to.deep.equal({ 'operator shop dev /': 2 });
    watcher.news = 0;
    await bench.streams.last.end();
    await bench.clock.advance(499);
    expect(bench.streams.opened).to.have.length(1);
    await bench.clock.advance(1);
    expect(bench.streams.askedBy).to.deep.equal(['first', 'second']);
    expect([watcher.news, bench.outdated['operator shop dev /'], watcher.stands]).to.deep.equal([1, 3, 'on']);
  });

  it('asks ever more seldom while there is no stream, and tells the first reason after fifteen seconds', async () => {
    bench.streams.refusal = down;
    const watcher = bench.watch();
    await bench.clock.advance(14_999);
    expect([watcher.stands, watcher.news]).to.deep.equal(['connecting', 0]);
    await bench.clock.advance(1);
    expect([watcher.stands, watcher.news]).to.deep.equal(['HostUnreachable', 1]);
    bench.streams.refusal = retryable('HostTimeout', 'slow');
    await bench.clock.advance(600_000);
    expect([watcher.stands, watcher.news]).to.deep.equal(['HostUnreachable', 1]);
    const asked = bench.streams.askedBy.length;
    await bench.clock.advance(300_000);
    expect(bench.streams.askedBy.length - asked).to.be.within(8, 12);
  });

  it('is on again when a stream has held for twenty seconds', async () => {
    bench.streams.refusal = down;
    const watcher = bench.watch();
    await bench.clock.advance(20_000);
    bench.streams.refusal = undefined;
    await bench.clock.advance(16_000);
    expect([bench.streams.open, watcher.stands, watcher.news]).to.deep.equal([1, 'HostUnreachable', 2]);
    await bench.clock.advance(20_000);
    expect([watcher.stands, watcher.news]).to.deep.equal(['on', 3]);
  });

  it('does not go back and forth with a stream that keeps breaking off', async () => {
    const watcher = bench.watch();
    await settle();
    const told: string[] = [watcher.stands];
    for (let seconds = 0; seconds < 600; seconds += 1) {
      if (bench.streams.open === 1 && seconds % 5 === 0) await bench.streams.last.end();
      await bench.clock.advance(1_000);
      if (told.at(-1) !== watcher.stands) told.push(watcher.stands);
    }
    expect(told).to.deep.equal(['on', 'EventsInterrupted']);
  });

  it('waits as long as the server asked', async () => {
    bench.streams.refusal = retryable('RateLimited', '429', { retryAfterMs: 90_000 });
    bench.watch();
    await bench.clock.advance(89_000);
    expect(bench.streams.askedBy).to.have.length(1);
    await bench.clock.advance(1_000);
    expect(bench.streams.askedBy).to.have.length(2);
  });

  const lasting: readonly (readonly [error: OperatorError, pauseMs: number])[] = [
    [terminal('EventsUnsupported', '404'), 3_600_000],
    [terminal('EventsUnlicensed', '400'), 3_600_000],
    [terminal('EventsDenied', '403'), 300_000],
    [terminal('InvalidCredentials', '401'), 300_000],
  ];
  for (const [error, pauseMs] of lasting) {
    it(`falls back at once for ${error.reason}, and asks again in ${pauseMs / 60_000} minutes`, async () => {
      bench.streams.refusal = error;
      const watcher = bench.watch();
      await settle();
      expect([watcher.stands, watcher.news]).to.deep.equal([error.reason, 1]);
      await bench.clock.advance(pauseMs - 1);
      expect(bench.streams.askedBy).to.have.length(1);
      bench.streams.refusal = undefined;
      await bench.clock.advance(1);
      expect([watcher.stands, watcher.news]).to.deep.equal(['on', 2]);
    });
  }

  it('lets no earlier failure take the place of one that lasts', async () => {
    bench.streams.refusal = down;
    const watcher = bench.watch();
    await settle();
    bench.streams.refusal = terminal('EventsUnsupported', '404');
    await bench.clock.advance(60_000);
    expect([watcher.stands, watcher.news]).to.deep.equal(['EventsUnsupported', 1]);
  });

  it('leaves no timer behind of the streams that have ended', async () => {
    bench.watch();
    for (let streams = 0; streams < 50; streams += 1) {
      await bench.clock.advance(30_000);
      await bench.streams.last.end();
    }
    await bench.clock.advance(30_000);
    expect([bench.streams.opened.length, bench.clock.timers]).to.deep.equal([51, 1]);
  });

  it('ends a stream that is silent for a minute', async () => {
    const watcher = bench.watch();
    await bench.clock.advance(45_000);
    await bench.streams.last.write('1');
    await bench.clock.advance(59_999);
    expect(bench.streams.opened).to.have.length(1);
    await bench.clock.advance(501);
    expect([bench.streams.opened.length, bench.streams.open, watcher.stands]).to.deep.equal([2, 1, 'on']);
  });

  it('ends a stream that says why it will end', async () => {
    bench.watch();
    await settle();
    await bench.streams.last.write('event: error\ndata: {"message":"The right is gone"}\n\n');
    await bench.clock.advance(500);
    expect([bench.streams.opened.length, bench.streams.open]).to.deep.equal([2, 1]);
  });

  const hostile: readonly (readonly [name: string, piece: string])[] = [
    ['a line without end', 'x'.repeat(100_000)],
    ['a flood of comments', ': comment\n'.repeat(10_000)],
    ['a flood of changes', 'event: secret:update\ndata: {}\n\n'.repeat(3_000)],
  ];
  for (const [name, piece] of hostile) {
    it(`ends ${name}`, async () => {
      bench.watch();
      await settle();
      const stream = bench.streams.last;
      let written = 0;
      while (!stream.closed && written < 100 * 2 ** 20) {
        await stream.write(piece);
        written += piece.length;
      }
      expect(written).to.be.below(10 * 2 ** 20);
    });
  }

  it('breaks nothing else when a stream breaks', async () => {
    const [one, two] = [bench.watch(), bench.watch({ caller: 'other' })];
    await settle();
    const [first, second] = bench.streams.opened;
    await first?.break(down);
    await second?.change('dev', '/');
    await bench.clock.advance(100);
    expect([one.stands, two.stands, two.news]).to.deep.equal(['on', 'on', 2]);
  });
});
