import { expect } from 'chai';
import { eventually, onEachServer, withScene } from './harness/index.ts';
import { generation, make, noticed, passes, restarted, says } from './harness/workloads.ts';

onEachServer('a restart that is refused', (server) => {
  it('is told with its workload and why, keeps no other from being restarted, and is tried until it is done', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      await make(scene, { name: 'frozen', uses: [{ by: 'envFrom', secret: 'app' }] });
      await make(scene, { name: 'web', uses: [{ by: 'envFrom', secret: 'app' }] });
      await noticed(scene, 2);
      const before = await generation(scene, 'frozen');
      const thaw = await scene.server.refuseChanges?.(scene.namespace, 'frozen');
      scene.plant('DB_URL');
      await scene.forceSync('app');
      await says(scene, 'False', '1 of 2 workloads could not be restarted. Deployment ');
      await says(scene, 'False', `The admission rule freeze-${scene.namespace} refuses it`);
      await says(scene, 'False', `${scene.namespace}/frozen cannot be restarted`);
      await restarted(scene, 'web', 1);
      expect(await generation(scene, 'frozen')).to.equal(before);
      // The Secret itself is as it shall be.
      await scene.ready('app');

      if (thaw === undefined) throw new Error(`${scene.server.name} cannot refuse changes`);
      await thaw();
      await eventually(
        'the other is restarted as well',
        async () => ((await generation(scene, 'frozen')) === before + 1 ? true : undefined),
        { withinMs: 30_000 },
      );
      await noticed(scene, 2);
      await passes(scene, 1);
      expect(await generation(scene, 'web'), 'not a second time').to.equal(2);
    })).timeout(120_000);
});
