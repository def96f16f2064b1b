import { expect } from 'chai';
import { z } from 'zod';
import { fault } from '../../src/testkit/infisical/index.ts';
import { universalAuth } from '../builders/infisical-secret.ts';
import {
  CREDENTIALS,
  PROJECT,
  eventually,
  onEachServer,
  tally,
  withScene,
  type ResourceOptions,
  type Scene,
} from './harness/index.ts';

const Status = z.looseObject({
  instantUpdates: z
    .object({ mode: z.string(), reason: z.string().optional(), message: z.string().optional() })
    .optional(),
});

/** What the status says of instant updates. */
async function standing(scene: Scene, name: string): Promise<z.infer<typeof Status>['instantUpdates']> {
  return Status.parse((await scene.get(name))?.status ?? {}).instantUpdates;
}

/** Applies a resource with instant updates; its next resync is an hour away. */
function follow(scene: Scene, name = 'app', options: Partial<ResourceOptions> = {}): Promise<unknown> {
  return scene.apply({ name, instantUpdates: true, ...options });
}

/** Waits until the status says `Events`, or falls back for this reason. */
async function untilIt(scene: Scene, says: string, name = 'app'): Promise<void> {
  await eventually(
    `${name} says ${says}`,
    async () => {
      const { mode, reason } = (await standing(scene, name)) ?? {};
      return (mode === 'Events' ? mode : reason) === says || undefined;
    },
    {},
    async () => (await scene.get(name))?.status,
  );
}

/** Waits until so many streams are open, and no request for one is under way. */
async function untilStreams(scene: Scene, count: number): Promise<void> {
  const { events } = scene.infisical;
  await eventually(
    `${count} streams`,
    () => events.count === count || undefined,
    {},
    () => events.count,
  );
}

/** Lists of secrets since the log of Infisical was last emptied. */
const reads = (scene: Scene): number => scene.infisical.calls.count('secrets.list');

/** Passes that have ended. */
const passes = ({ log }: { readonly log: readonly string[] }): number =>
  log.filter((line) => line.includes('"msg":"pass ended"')).length;

/** What was asked of the API server after so many calls; Events left out, which come when they come. */
async function callsSince(scene: Scene, before: number): Promise<Record<string, number>> {
  return tally((await scene.seat.calls()).slice(before).filter(({ resource }) => resource !== 'events'));
}

/** As `callsSince`, once so many targets were written: the log of a real server lags a little. */
function written(scene: Scene, before: number, targets: number): Promise<Record<string, number>> {
  return eventually(
    `${targets} writes`,
    async () => {
      const calls = await callsSince(scene, before);
      return (calls['patch secrets'] ?? 0) >= targets ? calls : undefined;
    },
    {},
    () => callsSince(scene, before),
  );
}

onEachServer('instant updates', (server) => {
  it('R20 a change in Infisical is in the Secret at once, by one read and one write', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await follow(scene);
      await untilIt(scene, 'Events');
      const before = (await scene.seat.calls()).length;
      const ended = passes(scene.operator);
      scene.infisical.calls.reset();
      await scene.holds('app', { DB_URL: scene.plant('DB_URL') });
      await eventually('the end of the pass', () => passes(scene.operator) > ended || undefined);
      const { 'patch infisicalsecrets/status': told = 0, ...calls } = await written(scene, before, 1);
      expect(calls).to.deep.equal({ 'patch secrets': 1 });
      // None where the last write was in the same second: the time of the last sync is all that is new.
      expect(told).to.be.at.most(1);
      expect(scene.infisical.calls.list().map(({ name }) => name)).to.deep.equal(['secrets.list']);
    }));

  it('R20 five hundred resources over one source share one stream, and one change costs one read and a write for each', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      const names = Array.from({ length: 500 }, (_none, index) => `app-${index}`);
      for (let at = 0; at < 500; at += 20) {
        await Promise.all(names.slice(at, at + 20).map((name) => follow(scene, name)));
      }
      const isOn = async (): Promise<number> =>
        (await scene.server.api.list('infisicalsecrets', scene.namespace)).filter(
          ({ status }) => Status.parse(status ?? {}).instantUpdates?.mode === 'Events',
        ).length;
      await eventually('all are on', async () => (await isOn()) === 500 || undefined, { withinMs: 60_000 }, isOn);
      expect(scene.infisical.calls.count('events.subscribe')).to.equal(1);
      expect(scene.infisical.calls.count('auth.login')).to.equal(1);

      scene.infisical.calls.reset();
      const before = (await scene.seat.calls()).length;
      const ended = passes(scene.operator);
      scene.plant('DB_URL');
      const since = (): number => passes(scene.operator) - ended;
      await eventually('a pass for each', () => since() >= 500 || undefined, { withinMs: 60_000 }, since);
      const { 'patch infisicalsecrets/status': told = 0, ...calls } = await written(scene, before, 500);
      expect([since(), calls]).to.deep.equal([500, { 'patch secrets': 500 }]);
      expect(told).to.be.at.most(500);
      expect([reads(scene), scene.infisical.events.count]).to.deep.equal([1, 1]);
    })).timeout(180_000);

  it('R20 an event that brings no change is read, and writes nothing', () =>
    withScene(server(), {}, async (scene) => {
      const value = scene.plant('DB_URL');
      await follow(scene);
      await untilIt(scene, 'Events');
      const [before, ended] = [await scene.get('app'), passes(scene.operator)];
      const calls = (await scene.seat.calls()).length;
      scene.infisical.calls.reset();
      scene.infisical.secret(PROJECT, 'dev', '/', 'DB_URL', value);
      await eventually('a pass', () => passes(scene.operator) > ended || undefined);
      expect(reads(scene)).to.equal(1);
      expect(await callsSince(scene, calls)).to.deep.equal({});
      expect(await scene.get('app')).to.deep.equal(before);
    }));

  it('R20 a change elsewhere in the project wakes only those who read there', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      scene.plant('DB_URL', '/web');
      await follow(scene);
      await follow(scene, 'web', { authentication: universalAuth(CREDENTIALS, place('/web')) });
      await untilIt(scene, 'Events');
      await untilIt(scene, 'Events', 'web');
      scene.infisical.calls.reset();
      scene.plant('ELSEWHERE', '/', 'prod');
      await scene.holds('web', { DB_URL: scene.plant('DB_URL', '/web') });
      expect(scene.infisical.calls.list().map(({ query }) => query['secretPath'])).to.deep.equal(['/web']);
      expect(scene.infisical.events.count).to.equal(1);
    }));

  it('R20 what changed while the stream was broken is found by the read that follows', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await follow(scene);
      await untilIt(scene, 'Events');
      scene.infisical.events.break();
      await untilStreams(scene, 0);
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.holds('app', content);
      expect(await standing(scene, 'app')).to.deep.equal({ mode: 'Events' });
      expect(scene.infisical.calls.count('events.subscribe')).to.equal(2);
    }));

  it('R20 a revoked token costs one login, and no change is missed', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await follow(scene);
      await untilIt(scene, 'Events');
      scene.infisical.revokeTokens(scene.identity);
      scene.infisical.events.end();
      await scene.holds('app', { DB_URL: scene.plant('DB_URL') });
      await untilStreams(scene, 1);
      expect(scene.infisical.calls.count('auth.login')).to.equal(2);
    }));

  it('R20 a rotated client secret moves the stream to the new login', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await follow(scene);
      await untilIt(scene, 'Events');
      const clientSecret = scene.canaries.watch(scene.infisical.rotateClientSecret(scene.identity));
      const stringData = { clientSecret };
      await scene.server.api.patch('secrets', scene.namespace, CREDENTIALS, { stringData });
      await eventually('a second stream', () => scene.infisical.calls.count('events.subscribe') === 2 || undefined);
      await untilStreams(scene, 1);
      await scene.holds('app', { DB_URL: scene.plant('DB_URL') });
    }));

  for (const [what, era, reason] of [
    ['an old server', '24', 'EventsUnsupported'],
    ['a plan without events', '26', 'EventsUnlicensed'],
  ] as const) {
    it(`R20 falls back visibly on ${what}, and polls`, () =>
      withScene(server(), { operator: false, infisical: { era, events: 'unlicensed' } }, async (scene) => {
        scene.plant('DB_URL');
        const operator = await scene.startStoppedClock();
        await follow(scene, 'app', { resyncInterval: '10s' });
        await untilIt(scene, reason);
        await scene.ready('app');
        const content = { DB_URL: scene.plant('DB_URL') };
        await operator.pass(11_000, 1);
        await scene.holds('app', content);
        const { message = '' } = (await standing(scene, 'app')) ?? {};
        expect(message).to.match(/^Could not subscribe to the events of project [\w-]+ at http.*: .+\. .+\.$/u);
      }));
  }

  it('R20 falls back visibly without the right, and is on again soon after it is given', () =>
    withScene(server(), { operator: false }, async (scene) => {
      scene.plant('DB_URL');
      const allow = scene.infisical.faults.always('events.subscribe', fault.status(403));
      const operator = await scene.startStoppedClock();
      await follow(scene);
      await untilIt(scene, 'EventsDenied');
      const { stdout } = await scene.server.kubectl(['describe', 'infisicalsecret', 'app', '-n', scene.namespace]);
      expect(stdout).to.match(/Instant Updates:\n\s+Message: .+\n\s+Mode:\s+Polling\n\s+Reason:\s+EventsDenied\n/u);
      allow();
      await operator.pass(330_000, 1);
      await untilIt(scene, 'Events');
      expect(await standing(scene, 'app')).to.deep.equal({ mode: 'Events' });
    }));

  it('R20 shows that the stream is down when it stays down, and again when it is back', () =>
    withScene(server(), { operator: false }, async (scene) => {
      scene.plant('DB_URL');
      const operator = await scene.startStoppedClock();
      await follow(scene);
      await untilIt(scene, 'Events');
      const mend = scene.infisical.faults.always('events.subscribe', fault.status(502));
      scene.infisical.events.end();
      await untilStreams(scene, 0);
      await eventually('the status to tell', async () => {
        await operator.pass(1_000, 0);
        return (await standing(scene, 'app'))?.reason === 'HostError' || undefined;
      });
      mend();
      await eventually('the status to tell', async () => {
        await operator.pass(1_000, 0);
        return (await standing(scene, 'app'))?.mode === 'Events' || undefined;
      });
    }));

  it('R20 a server that never answers a subscription delays nobody', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      scene.infisical.faults.always('events.subscribe', fault.hang());
      for (let index = 0; index < 20; index += 1) await follow(scene, `app-${index}`);
      for (let index = 0; index < 20; index += 1) await scene.holds(`app-${index}`, content);
      expect(scene.infisical.calls.count('events.subscribe')).to.equal(1);
    }));

  it('R20 the stream ends with the last resource that asks for it', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await follow(scene);
      await follow(scene, 'other');
      await untilIt(scene, 'Events');
      await untilIt(scene, 'Events', 'other');
      await scene.server.api.delete('infisicalsecrets', scene.namespace, 'other');
      await follow(scene, 'app', { instantUpdates: false });
      await untilStreams(scene, 0);
      await eventually('no word of it', async () => (await standing(scene, 'app')) === undefined || undefined);
      await follow(scene);
      await untilIt(scene, 'Events');
      await untilStreams(scene, 1);
    }));

  it('R20 all streams end when the operator stops, and a restart writes nothing', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await follow(scene);
      await untilIt(scene, 'Events');
      await scene.operator.stop();
      await untilStreams(scene, 0);
      const [app, secret] = [await scene.get('app'), await scene.secret('app')];
      const before = (await scene.seat.calls()).length;
      const again = await scene.startOperator();
      await untilStreams(scene, 1);
      await eventually('the pass after the stream opened', () => passes(again) >= 2 || undefined);
      const calls = await callsSince(scene, before);
      expect(calls).not.to.have.any.keys('patch secrets', 'patch infisicalsecrets/status');
      expect([await scene.get('app'), await scene.secret('app')]).to.deep.equal([app, secret]);
    }));

  it('R20 all streams end at once when the lease is lost', () =>
    withScene(server(), { operator: false }, async (scene) => {
      scene.plant('DB_URL');
      const { namespace } = scene;
      const operator = await scene.startStoppedClock({ leaderElect: 'true', leaseNamespace: namespace });
      await follow(scene);
      await untilIt(scene, 'Events');
      const spec = { holderIdentity: 'another', renewTime: new Date().toISOString().replace(/Z$/u, '000Z') };
      await scene.server.api.patch('leases', namespace, 'infisical-operator', { spec });
      await eventually('the streams to end', async () => {
        await operator.pass(1_000, 0);
        return scene.infisical.events.count === 0 || undefined;
      });
      expect(operator.log.some((line) => line.startsWith('lost:'))).to.equal(true);
    }));
});

const place = (secretsPath: string): object => ({ projectSlug: PROJECT, envSlug: 'dev', secretsPath });
