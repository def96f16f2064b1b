import { expect } from 'chai';
import { universalAuth } from '../builders/infisical-secret.ts';
import { CREDENTIALS, PROJECT, eventually, onEachServer, withScene } from './harness/index.ts';
import {
  Status,
  callsSince,
  follow,
  listening,
  passes,
  reads,
  standing,
  untilIt,
  untilStreams,
  written,
} from './instant-updates-view.ts';

onEachServer('instant updates', (server) => {
  it('R20 a change in Infisical is in the Secret at once, by one read and one write', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await listening(scene);
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
      expect(calls).to.deep.equal({ 'patch secrets': 500 });
      expect(told).to.be.at.most(500);
      expect([reads(scene), scene.infisical.events.count]).to.deep.equal([1, 1]);
    })).timeout(180_000);

  it('R20 an event that brings no change is read, and writes nothing', () =>
    withScene(server(), {}, async (scene) => {
      const value = scene.plant('DB_URL');
      await listening(scene);
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
      await listening(scene);
      await follow(scene, 'web', { authentication: universalAuth(CREDENTIALS, place('/web')) });
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
      const operator = await scene.startStoppedClock({
        flags: { leaderElect: 'true', leaseNamespace: namespace },
      });
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
