import { expect } from 'chai';
import { fault } from '../../src/testkit/infisical/index.ts';
import { eventually, onEachServer, withScene } from './harness/index.ts';
import { follow, standing, untilIt, untilStreams } from './instant-updates-view.ts';

onEachServer('instant updates that cannot be', (server) => {
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
});
