import { expect } from 'chai';
import type { InfisicalSession, SourceScope, SourceSubscription } from '#kernel';
import { fault, type InfisicalOptions as ServerOptions } from '../../src/testkit/infisical/index.ts';
import { settle } from '../../src/testkit/fakes/index.ts';
import { ClientBench } from './fixtures/client.ts';
import { noAbort, rejectionOf } from './fixtures/rejection.ts';

/** One resource: what it subscribed to, and what it heard. */
interface Listener {
  readonly subscription: SourceSubscription;
  news: number;
}

describe('createInfisical: events', () => {
  let bench: ClientBench;
  let session: InfisicalSession;

  async function start(era: '24' | '26', options: Partial<ServerOptions> = {}): Promise<void> {
    bench = await ClientBench.start(era, {}, options);
    session = await bench.open();
  }
  afterEach(() => bench.stop());

  async function listen(parts: Partial<SourceScope> = {}, by = session): Promise<Listener> {
    const listener = { news: 0 };
    const onNews = (): void => {
      listener.news += 1;
    };
    const subscription = await by.subscribe(bench.scope(parts), onNews, noAbort());
    return Object.assign(listener, { subscription });
  }
  /** Lets the wire do its work, and a little time pass, until something holds. */
  async function until(holds: () => boolean): Promise<void> {
    for (let turns = 0; !holds(); turns += 1) {
      if (turns > 2_000) throw new Error('it never came to hold');
      await bench.clock.advance(turns % 10 === 9 ? 10 : 0);
    }
  }
  const stands = ({ subscription: { listening } }: Listener): string =>
    listening.kind === 'polling' ? listening.error.reason : listening.kind;
  const read = (maxAgeMs: number, parts: Partial<SourceScope> = {}): Promise<Record<string, string>> =>
    session
      .read(bench.scope(parts), { maxAgeMs }, noAbort())
      .then(({ secrets }) => Object.fromEntries(secrets.map(({ key, value }) => [key, value])));

  it('makes the next read a new one, once for all, after a change, and leaves other sources alone', async () => {
    await start('26');
    const [one, two, prod] = [await listen(), await listen(), await listen({ environment: 'prod', path: '/app' })];
    await bench.server.events.opened(1);
    await until(() => stands(one) === 'on');
    await read(60_000);
    for (const listener of [one, two, prod]) listener.news = 0;
    const reads = bench.server.calls.count('secrets.list');
    bench.server.secret(bench.project, 'dev', '/', 'DB_URL', 'postgres://two');
    await until(() => one.news > 0);
    const values = await Promise.all(Array.from({ length: 20 }, () => read(60_000)));
    expect(new Set(values.map(({ DB_URL }) => DB_URL))).to.deep.equal(new Set(['postgres://two']));
    expect(bench.server.calls.count('secrets.list') - reads).to.equal(1);
    expect([one.news, two.news, prod.news]).to.deep.equal([1, 1, 0]);
    expect(bench.server.calls.count('events.subscribe')).to.equal(1);
  });

  it('shares a stream between a project named by its slug and one named by its id', async () => {
    await start('26');
    await listen();
    await listen({ project: { id: bench.project.id }, path: '/app' });
    await bench.server.events.opened(1);
    await bench.clock.advance(1_000);
    expect([bench.server.events.count, bench.server.calls.count('events.subscribe')]).to.deep.equal([1, 1]);
  });

  it('hears of changes in folders that the last read imported from', async () => {
    await start('26');
    bench.server.secret(bench.project, 'prod', '/base', 'REGION', 'one');
    bench.server.import(bench.project, 'dev', '/app', { fromEnv: 'prod', fromPath: '/base' });
    const app = await listen({ path: '/app' });
    await until(() => stands(app) === 'on');
    await read(60_000, { path: '/app' });
    app.news = 0;
    bench.server.secret(bench.project, 'prod', '/base', 'REGION', 'two');
    await until(() => app.news > 0);
    expect(await read(60_000, { path: '/app' })).to.deep.equal({ REGION: 'two' });
  });

  it('hears of changes over the keep-alive of releases of 2025', async () => {
    await start('26', { ping: 'digit', pingMs: 1 });
    const listener = await listen();
    await until(() => stands(listener) === 'on');
    for (let pings = 0; pings < 20; pings += 1) await settle();
    listener.news = 0;
    bench.server.secret(bench.project, 'dev', '/', 'DB_URL', 'postgres://two');
    await until(() => listener.news > 0);
    expect(bench.server.calls.count('events.subscribe')).to.equal(1);
  });

  it('uses a token of the moment for each stream, and a new login when the old one is refused', async () => {
    await start('26');
    const listener = await listen();
    await until(() => stands(listener) === 'on');
    bench.server.revokeTokens(bench.identity);
    bench.server.events.end();
    await until(() => bench.server.events.count === 0);
    await until(() => bench.server.events.count === 1);
    expect(bench.server.calls.count('auth.login')).to.equal(2);
    expect(bench.server.calls.list('events.subscribe').map(({ status }) => status)).to.deep.equal([200, 401, 200]);
    expect(stands(listener)).to.equal('on');
  });

  it('opens the stream again after each way of losing it', async () => {
    await start('26');
    const listener = await listen();
    await until(() => stands(listener) === 'on');
    for (const lose of ['end', 'break', 'stall'] as const) {
      await bench.clock.advance(20_000);
      const before = bench.server.calls.count('events.subscribe');
      bench.server.events[lose]();
      // Nearly to the end of what is tolerated; the rest passes in step with the wire.
      if (lose === 'stall') await bench.clock.advance(39_500);
      await until(() => bench.server.calls.count('events.subscribe') > before && bench.server.events.count === 1);
      bench.server.events.resume();
    }
    expect(stands(listener)).to.equal('on');
  });

  const fallBacks: readonly (readonly [name: string, reason: string, arrange: () => Promise<void>])[] = [
    ['an old server', 'EventsUnsupported', () => start('24')],
    ['a server without the route', 'EventsUnsupported', () => start('26', { events: 'absent' })],
    ['a plan without events', 'EventsUnlicensed', () => start('26', { events: 'unlicensed' })],
    [
      'an identity without the right',
      'EventsDenied',
      async () => {
        await start('26');
        bench.server.faults.always('events.subscribe', fault.status(403));
      },
    ],
  ];
  for (const [name, reason, arrange] of fallBacks) {
    it(`falls back to polling for ${name}, and reads as before`, async () => {
      await arrange();
      const listener = await listen();
      await until(() => stands(listener) === reason);
      expect(listener.news).to.equal(1);
      expect(await read(0)).to.deep.equal({ DB_URL: 'postgres://one' });
      await bench.clock.advance(240_000);
      expect(bench.server.calls.count('events.subscribe') + bench.server.calls.count('unknown')).to.be.at.most(2);
    });
  }

  it('does not wait for a server that never answers a subscription', async () => {
    await start('26');
    bench.server.faults.always('events.subscribe', fault.hang());
    const listener = await listen();
    expect(await read(0)).to.deep.equal({ DB_URL: 'postgres://one' });
    expect(stands(listener)).to.equal('connecting');
  });

  it('asks nobody for a service token', async () => {
    await start('26');
    const token = bench.server.serviceToken(bench.project, {
      scopes: [{ environment: 'dev', secretPath: '/' }],
      permissions: ['read'],
    });
    const material = { kind: 'token', token } as const;
    const byToken = await bench.infisical.open({ url: bench.server.url }, material, noAbort());
    expect(stands(await listen({}, byToken))).to.equal('EventsUnsupported');
    await settle();
    expect(bench.server.calls.count('events.subscribe')).to.equal(0);
  });

  it('tells of a project that does not exist as the read would', async () => {
    await start('26');
    const error = await rejectionOf(listen({ project: { slug: 'no-such-project' } }));
    expect(error).to.have.property('reason', 'ProjectNotFound');
  });

  it('ends its streams when it is closed, and opens no more', async () => {
    await start('26');
    await listen();
    await bench.server.events.opened(1);
    await bench.infisical.close();
    await until(() => bench.server.events.count === 0);
    expect(await rejectionOf(listen())).to.have.property('name', 'AbortError');
    expect(bench.clock.timers).to.equal(0);
  });
});
