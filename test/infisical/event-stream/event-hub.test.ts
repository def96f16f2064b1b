import { expect } from 'chai';
import { terminal } from '#kernel';
import { settle } from '../../../src/testkit/fakes/index.ts';
import { HubBench, type SourceOptions } from './hub-bench.ts';

describe('EventHub', () => {
  let bench: HubBench;

  beforeEach(() => {
    bench = new HubBench();
  });
  afterEach(() => bench.hub.close());

  describe('sharing', () => {
    it('opens one stream for all resources of one identity and project, whatever they read', async () => {
      const watchers = Array.from({ length: 500 }, (_none, index) => bench.watch({ path: `/${index % 20}` }));
      await settle();
      expect(bench.streams.askedBy).to.have.length(1);
      expect(new Set(watchers.map(({ stands }) => stands))).to.deep.equal(new Set(['on']));
    });

    it('opens another one for another identity, and for another project', async () => {
      bench.watch();
      bench.watch({ caller: 'other' });
      bench.watch({ projectId: 'books' });
      await settle();
      expect(bench.streams.open).to.equal(3);
    });

    it('ends a stream with its last subscription, and opens it again for the next', async () => {
      const [one, two] = [bench.watch(), bench.watch({ path: '/app' })];
      await settle();
      one.close();
      one.close();
      await settle();
      expect(bench.streams.open).to.equal(1);
      two.close();
      await settle();
      expect([bench.streams.open, bench.clock.timers]).to.deep.equal([0, 0]);
      bench.watch();
      await settle();
      expect([bench.streams.open, bench.streams.opened.length]).to.deep.equal([1, 2]);
    });

    it('keeps the stream while a subscription takes the place of another', async () => {
      const first = bench.watch();
      await settle();
      const second = bench.watch();
      first.close();
      await settle();
      await bench.streams.last.change('dev', '/');
      await bench.clock.advance(100);
      expect([bench.streams.opened.length, second.news]).to.deep.equal([1, 1]);
    });

    it('opens no more streams than it may, and says so', async () => {
      await bench.hub.close();
      bench = new HubBench(1);
      bench.watch();
      const refused = bench.watch({ projectId: 'books' });
      await settle();
      expect([bench.streams.open, refused.stands]).to.deep.equal([1, 'EventsLimit']);
      refused.close();
    });

    it('ends all streams, and what waits for one, when it is closed', async () => {
      const watcher = bench.watch();
      bench.watch({ caller: 'other' });
      bench.streams.hangs = true;
      bench.watch({ caller: 'third' });
      await settle();
      await bench.hub.close();
      expect([bench.streams.open, bench.clock.timers, watcher.news]).to.deep.equal([0, 0, 1]);
      expect(() => bench.watch()).to.throw('closed');
    });
  });

  describe('news', () => {
    it('outdates the shared read once, and tells all who share it', async () => {
      const watchers = [bench.watch(), bench.watch(), bench.watch()];
      await settle();
      bench.outdated = {};
      for (const watcher of watchers) watcher.news = 0;
      await bench.streams.last.change('dev', '/');
      await bench.clock.advance(100);
      expect(bench.outdated).to.deep.equal({ 'operator shop dev /': 1 });
      expect(watchers.map(({ news }) => news)).to.deep.equal([1, 1, 1]);
    });

    it('makes one of a burst', async () => {
      const watcher = await bench.watching();
      for (let changes = 0; changes < 50; changes += 1) await bench.streams.last.change('dev', '/');
      await bench.clock.advance(60_000 - 1);
      expect([watcher.news, bench.outdated['operator shop dev /']]).to.deep.equal([1, 1]);
    });

    const inside: readonly (readonly [name: string, source: SourceOptions, environment: string, path: string])[] = [
      ['the folder itself', { path: '/app' }, 'dev', '/app'],
      ['the folder with a slash more', { path: '/app' }, 'dev', '/app/'],
      ['a folder below, of a tree', { path: '/app', recursive: true }, 'dev', '/app/db'],
      ['any folder, of the tree of all', { path: '/', recursive: true }, 'dev', '/app/db'],
      ['an imported folder', { path: '/app', imports: [{ environment: 'prod', path: '/base' }] }, 'prod', '/base'],
      ['one imported from who knows where', { imports: [{ environment: undefined, path: '/base' }] }, 'prod', '/base'],
    ];
    for (const [name, source, environment, path] of inside) {
      it(`tells of a change in ${name}`, async () => {
        const watcher = await bench.watching(source);
        await bench.streams.last.change(environment, path);
        await bench.clock.advance(100);
        expect(watcher.news).to.equal(1);
      });
    }

    const outside: readonly (readonly [name: string, source: SourceOptions, environment: string, path: string])[] = [
      ['another environment', { path: '/app' }, 'prod', '/app'],
      ['another folder', { path: '/app' }, 'dev', '/web'],
      ['a folder whose name only begins alike', { path: '/app', recursive: true }, 'dev', '/apple'],
      ['a folder below, without the tree', { path: '/app' }, 'dev', '/app/db'],
      ['the folder above', { path: '/app', recursive: true }, 'dev', '/'],
      ['the namesake of an imported folder', { imports: [{ environment: 'prod', path: '/base' }] }, 'dev', '/base'],
    ];
    for (const [name, source, environment, path] of outside) {
      it(`wakes nobody for a change in ${name}`, async () => {
        const watcher = await bench.watching(source);
        await bench.streams.last.change(environment, path);
        await bench.clock.advance(1_000);
        expect([watcher.news, bench.outdated]).to.deep.equal([0, {}]);
      });
    }

    it('takes what it cannot read for a change anywhere', async () => {
      const [one, two] = [await bench.watching(), await bench.watching({ environment: 'prod', path: '/app' })];
      await bench.streams.last.write('event: secret:update\ndata: {"what":"ever"}\n\n');
      await bench.clock.advance(100);
      expect([one.news, two.news]).to.deep.equal([1, 1]);
    });

    it('does nothing for pings, and for events of other kinds', async () => {
      const watcher = await bench.watching();
      await bench.streams.last.write('event: ping\n\n: comment\n\nevent: project:renamed\ndata: {}\n\n1');
      await bench.clock.advance(1_000);
      expect(watcher.news).to.equal(0);
    });

    it('makes the first who asks for a source read anew, also on a stream that is open', async () => {
      await bench.watching({ path: '/app' });
      bench.watch();
      bench.watch();
      expect(bench.outdated).to.deep.equal({ 'operator shop dev /': 1 });
    });
  });

  it('tells log and metrics how it stands', async () => {
    bench.watch();
    bench.streams.refusal = terminal('EventsDenied', 'Could not subscribe: 403.');
    bench.watch({ caller: 'other' });
    await settle();
    expect(bench.log.lines.map(({ level, message }) => [level, message])).to.deep.include([
      'warn',
      'no instant updates: changes are found by polling',
    ]);
    const value = (listening: string): number | undefined =>
      bench.metrics.value('infisical_event_streams', { listening });
    expect(['on', 'polling', 'connecting'].map(value)).to.deep.equal([1, 1, 0]);
  });
});
