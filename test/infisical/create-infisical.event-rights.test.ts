import { expect } from 'chai';
import type { InfisicalSession } from '#kernel';
import { settle } from '../../src/testkit/fakes/index.ts';
import { ClientBench } from './fixtures/client.ts';
import { noAbort } from './fixtures/rejection.ts';

/** Where the identity may subscribe: everywhere in `dev`, or below one folder of it. */
const DEV = { environment: 'dev', secretPath: '/**' };
const APP = { environment: 'dev', secretPath: '/app/**' };

for (const eventPaths of ['prefix', 'glob'] as const) {
  describe(`createInfisical: rights to events, on a server that takes paths by ${eventPaths}`, () => {
    let bench: ClientBench;
    let session: InfisicalSession;

    async function start(...hears: readonly (typeof DEV)[]): Promise<void> {
      bench = await ClientBench.start('26', {}, { eventPaths });
      bench.server.removeFromProject(bench.identity, bench.project);
      bench.server.addToProject(bench.identity, { project: bench.project, hears });
      session = await bench.open();
    }
    afterEach(() => bench.stop());

    /** Follows a folder; the result gives the news so far, and how it stands. */
    async function follow(path: string, recursive = false, environment = 'dev') {
      const listener = { news: 0 };
      const scope = bench.scope({ path, recursive, environment });
      const subscription = await session.subscribe(scope, () => (listener.news += 1), noAbort());
      return {
        news: () => listener.news,
        stands: () => {
          const { listening } = subscription;
          return listening.kind === 'polling' ? listening.error.reason : listening.kind;
        },
      };
    }
    async function until(holds: () => boolean): Promise<void> {
      for (let turns = 0; !holds(); turns += 1) {
        if (turns > 2_000) throw new Error('it never came to hold');
        await bench.clock.advance(turns % 10 === 9 ? 10 : 0);
      }
    }
    /** Changes a secret, and waits for the news of it. */
    async function changed(path: string, { news }: { news: () => number }): Promise<void> {
      const before = news();
      bench.server.secret(bench.project, 'dev', path, 'KEY', `${before}`);
      await until(() => news() > before);
    }
    const statuses = (): readonly (number | undefined)[] =>
      bench.server.calls.list('events.subscribe').map(({ status }) => status);

    it('hears of a folder, and of the tree below it, without the right to the whole project', async () => {
      await start(DEV);
      const app = await follow('/app', true);
      await until(() => app.stands() === 'on');
      await changed('/app', app);
      await bench.clock.advance(20_000);
      await changed('/app/db', app);
      expect(statuses()).to.deep.equal([403, 200]);
    });

    it('opens the stream anew for a folder that it does not reach, once for many', async () => {
      await start(DEV);
      const app = await follow('/app');
      await until(() => app.stands() === 'on');
      const others = await Promise.all(['/web', '/api', '/jobs'].map((path) => follow(path)));
      await until(() => statuses().length === 4 && bench.server.events.count === 1);
      for (const [index, path] of ['/web', '/api', '/jobs'].entries()) {
        await bench.clock.advance(20_000);
        const other = others[index];
        if (other !== undefined) await changed(path, other);
      }
      await changed('/app', app);
      expect([statuses(), app.stands()]).to.deep.equal([[403, 200, 403, 200], 'on']);
    });

    it('opens nothing anew for a folder that it reaches', async () => {
      await start(APP);
      const app = await follow('/app');
      await until(() => app.stands() === 'on');
      const below = await follow('/app/db');
      await settle();
      await changed('/app/db', below);
      expect(statuses()).to.deep.equal([403, 200]);
    });

    it('falls back when it may not hear of all that is read', async () => {
      await start(APP);
      const web = await follow('/web');
      await until(() => web.stands() === 'EventsDenied');
      expect(statuses()).to.deep.equal([403, 403]);
    });

    it('falls back for more environments than one subscription can name', async () => {
      await start(DEV);
      const all = await Promise.all(['dev', 'prod', 'test'].map((environment) => follow('/', false, environment)));
      await until(() => all.every(({ stands }) => stands() === 'EventsDenied'));
      expect(statuses()).to.deep.equal([403]);
    });

    it('asks for the whole project first each time, and hears of it once the right is there', async () => {
      await start(APP);
      const web = await follow('/web');
      await until(() => web.stands() === 'EventsDenied');
      bench.server.removeFromProject(bench.identity, bench.project);
      bench.server.addToProject(bench.identity, { project: bench.project });
      // Five minutes and the spread of this bench; the rest passes in step with the wire.
      await bench.clock.advance(314_900);
      await until(() => web.stands() === 'on');
      expect(statuses()).to.deep.equal([403, 403, 200]);
    });
  });
}
