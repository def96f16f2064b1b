import { expect } from 'chai';
import { PROJECT, PUSHED_TO, PushScene, eventually, onEachServer, tally, withScene } from './harness/index.ts';

const MANY = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`KEY_${index}`, `value ${index}`]));

onEachServer('the calls of a push', (server) => {
  for (const era of ['24', '26'] as const) {
    it(`200 keys cost a server of 20${era} at most five writes, their change and their deletion as well, and no change none`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const push = new PushScene(scene);
        scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
        await scene.createSecret('app', MANY);
        await push.apply({ name: 'app', updatePolicy: 'Replace', deletionPolicy: 'Delete' });
        await push.ready('app');
        expect(push.stored()).to.deep.equal(MANY);
        expect(push.writes()).to.be.within(1, 5);

        scene.infisical.calls.reset();
        await push.passes('app');
        expect(push.writes()).to.equal(0);

        const changed = Object.fromEntries(Object.keys(MANY).map((key) => [key, `changed ${key}`]));
        await push.change('app', changed);
        await push.holds(changed);
        expect(push.writes()).to.be.within(1, 5);

        scene.infisical.calls.reset();
        await push.delete('app');
        await push.gone('app');
        expect(push.stored()).to.deep.equal({});
        expect(push.writes()).to.be.within(1, 5);
      }));

    it(`while nothing changes, one list an interval is all that a server of 20${era} is asked`, () =>
      withScene(server(), { infisical: { era }, operator: false }, async (scene) => {
        const push = new PushScene(scene);
        scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
        await scene.createSecret('app', { KEY: 'value' });
        const operator = await scene.startStoppedClock();
        await push.apply({ name: 'app', resyncInterval: 5, updatePolicy: 'Replace', deletionPolicy: 'Delete' });
        const before = await push.ready('app');
        await eventually('the pass to end', () => operator.passes() >= 1 || undefined);
        await eventually('the record of the first pass', async () => {
          const counts = tally(await scene.seat.calls());
          return counts['create events'] === 1 || undefined;
        });
        scene.infisical.calls.reset();
        const asked = (await scene.seat.calls()).length;
        for (let interval = 1; interval <= 10; interval += 1) await operator.pass(5_500, 1);
        expect(scene.infisical.calls.list().map(({ name }) => name)).to.deep.equal(Array(10).fill('secrets.list'));
        expect((await scene.seat.calls()).slice(asked)).to.deep.equal([]);
        expect(await push.get('app')).to.deep.equal(before);
      }));
  }

  it('a change of the source is pushed within two seconds, and a change of its labels pushes nothing', () =>
    withScene(server(), {}, async (scene) => {
      const push = new PushScene(scene);
      scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
      await scene.createSecret('app', { KEY: '0' });
      await push.apply({ name: 'app', updatePolicy: 'Replace' });
      await push.ready('app');
      for (const value of ['1', '2', '3']) {
        await push.change('app', { KEY: value });
        await push.holds({ KEY: value }, PUSHED_TO, { withinMs: 2_000 });
      }
      const [writes, lists] = [push.writes(), scene.infisical.calls.count('secrets.list')];
      await scene.server.api.patch('secrets', scene.namespace, 'app', { metadata: { labels: { a: 'b' } } });
      await push.passes('app');
      expect(push.writes()).to.equal(writes);
      expect(scene.infisical.calls.count('secrets.list')).to.be.within(lists + 1, lists + 2);
    }));
});
