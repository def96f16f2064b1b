import { expect } from 'chai';
import type { Use, WorkloadKind } from '../builders/workload.ts';
import { eventually, onEachServer, withScene } from './harness/index.ts';
import { AUTO_RELOAD, SOON, generation, make, noticed, passes, restarted, says } from './harness/workloads.ts';
import { ROLLOUT_DEFINITION } from './rollout-definition.ts';

onEachServer('reload', (server, { holdsWrites: isEmulator }) => {
  const uses: readonly Use['by'][] = ['env', 'envFrom', 'volume', 'projected', 'initContainer'];
  for (const by of uses) {
    it(`restarts a Deployment once per change of a Secret that it uses by ${by}, and tells so`, () =>
      withScene(server(), {}, async (scene) => {
        scene.plant('DB_URL');
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        await make(scene, { name: 'web', uses: [{ by, secret: 'app' }] });
        await make(scene, { name: 'other', uses: [{ by, secret: 'another' }] });
        await make(scene, { name: 'silent', uses: [{ by, secret: 'app' }], annotations: {} });
        await noticed(scene, 1);
        await passes(scene, 1);
        expect(await generation(scene, 'web'), 'nothing on adoption').to.equal(1);

        scene.plant('DB_URL');
        await scene.forceSync('app');
        await restarted(scene, 'web', 1);
        await noticed(scene, 1);
        scene.plant('DB_URL');
        await scene.forceSync('app');
        await restarted(scene, 'web', 2);
        expect(await generation(scene, 'other')).to.equal(1);
        expect(await generation(scene, 'silent')).to.equal(1);
        if (isEmulator) return;
        const sets = async (): Promise<number> => {
          const all = await scene.server.api.list('replicasets', scene.namespace);
          return all.filter(({ metadata }) => metadata.ownerReferences.some(({ name }) => name === 'web')).length;
        };
        await eventually(
          'three ReplicaSets, one for each version',
          async () => ((await sets()) === 3 ? true : undefined),
          SOON,
          sets,
        );
      }));
  }

  const kinds: readonly WorkloadKind[] = ['StatefulSet', 'DaemonSet', 'CronJob', 'Rollout'];
  for (const kind of kinds) {
    it(`restarts a ${kind}`, () =>
      withScene(server(), { operator: false }, async (scene) => {
        if (kind === 'Rollout') {
          await scene.server.api.apply('customresourcedefinitions', ROLLOUT_DEFINITION);
          await eventually('Rollouts to be served', () =>
            scene.server.api.list('rollouts', scene.namespace).then(
              () => true,
              () => undefined,
            ),
          );
        }
        await scene.startOperator();
        scene.plant('DB_URL');
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        await make(scene, { kind, name: 'web', uses: [{ by: 'envFrom', secret: 'app' }] });
        await noticed(scene, 1);
        scene.plant('DB_URL');
        await scene.forceSync('app');
        await restarted(scene, 'web', 1, { kind });
      }));
  }

  it('restarts for a ConfigMap', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({
        name: 'app',
        targets: [],
        configMaps: [{ configMapName: 'map', template: { data: { sum: '{{ .DB_URL.Value | sha256sum }}' } } }],
      });
      await scene.ready('app');
      await make(scene, { name: 'web', uses: [{ by: 'volume', configMap: 'map' }] });
      await noticed(scene, 1);
      scene.plant('DB_URL');
      await scene.forceSync('app');
      await restarted(scene, 'web', 1);
    }));

  it('restarts nothing for a change of metadata, a repair, or a restart of the operator', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      await make(scene, { name: 'web', uses: [{ by: 'env', secret: 'app' }] });
      await noticed(scene, 1);

      await scene.server.api.patch('infisicalsecrets', scene.namespace, 'app', { metadata: { labels: { team: 'a' } } });
      await eventually('the label to arrive', async () => (await scene.secret('app'))?.metadata.labels['team']);
      await scene.server.api.patch('secrets', scene.namespace, 'app', { data: { DB_URL: 'AAAA' } });
      await scene.holds('app', content);
      await scene.operator.stop();
      await scene.startOperator();
      await passes(scene, 2);
      expect(await generation(scene, 'web')).to.equal(1);
    }));

  it('restarts once for a change that was made while the operator was down', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      await make(scene, { name: 'web', uses: [{ by: 'env', secret: 'app' }] });
      await noticed(scene, 1);
      await scene.operator.stop();
      const content = { DB_URL: scene.plant('DB_URL') };
      await make(scene, { name: 'late', uses: [{ by: 'env', secret: 'app' }] });
      await scene.startOperator();
      await scene.holds('app', content);
      await restarted(scene, 'web', 1);
      // It was made while the Secret still had the old data.
      await restarted(scene, 'late', 1);
    }));

  it('restarts nothing when another replica takes over, and once for the next change', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const flags = { leaderElect: 'true', leaseNamespace: scene.namespace };
      scene.plant('DB_URL');
      const first = await scene.startOperator(flags);
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      await make(scene, { name: 'web', uses: [{ by: 'env', secret: 'app' }] });
      await noticed(scene, 1);
      scene.plant('DB_URL');
      await scene.forceSync('app');
      await restarted(scene, 'web', 1);
      await first.stop();
      await scene.startOperator(flags);
      await passes(scene, 2);
      expect(await generation(scene, 'web')).to.equal(2);
      scene.plant('DB_URL');
      await scene.forceSync('app');
      await restarted(scene, 'web', 2);
    }));

  if (isEmulator) {
    it('restarts once, also when the operator is killed in the middle of it', () =>
      withScene(server(), { operator: false }, async (scene) => {
        scene.plant('DB_URL');
        const first = await scene.startProcess();
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        for (const name of ['web', 'api']) await make(scene, { name, uses: [{ by: 'env', secret: 'app' }] });
        await noticed(scene, 2);
        const held = scene.server.holdWrites?.('deployments', '');
        scene.plant('DB_URL');
        await scene.forceSync('app');
        await held?.arrived;
        await first.kill();
        held?.release();
        await scene.startProcess();
        await restarted(scene, 'web', 1);
        await restarted(scene, 'api', 1);
      }));
  }

  it('restarts once for several secrets that change together, of one resource and of two', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      scene.plant('KEY');
      for (const name of ['app', 'second']) {
        await scene.apply({ name });
        await scene.ready(name);
      }
      await make(scene, {
        name: 'web',
        uses: [
          { by: 'env', secret: 'app' },
          { by: 'envFrom', secret: 'second' },
        ],
      });
      await noticed(scene, 1);
      await noticed(scene, 1, 'second');
      scene.plant('DB_URL');
      scene.plant('KEY');
      await Promise.all([scene.forceSync('app'), scene.forceSync('second')]);
      await restarted(scene, 'web', 1);
      await noticed(scene, 1, 'second');
      await passes(scene, 1, 'second');
      expect(await generation(scene, 'web')).to.equal(2);
    }));

  it('gathers changes for the time that the workload asks for, and says that it waits', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      const annotations = { ...AUTO_RELOAD, 'secrets.infisical.com/reload-debounce': '3s' };
      await make(scene, { name: 'web', uses: [{ by: 'env', secret: 'app' }], annotations });
      await make(scene, {
        name: 'eager',
        uses: [{ by: 'env', secret: 'app' }],
        annotations: { ...AUTO_RELOAD, 'secrets.infisical.com/reload-debounce': '0s' },
      });
      await noticed(scene, 2);
      scene.plant('DB_URL');
      await passes(scene, 1);
      await says(
        scene,
        'Unknown',
        `1 of 2 workloads will be restarted when the debounce time ends: Deployment ${scene.namespace}/web`,
      );
      scene.plant('DB_URL');
      await passes(scene, 1);
      expect(await generation(scene, 'web')).to.equal(1);
      await restarted(scene, 'web', 1);
      expect(await generation(scene, 'eager')).to.equal(3);
      await noticed(scene, 2);
    }));

  it('does not fight with a controller that takes the mark away, and tells of it', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      const made = await make(scene, { name: 'web', uses: [{ by: 'env', secret: 'app' }] });
      await noticed(scene, 1);
      scene.plant('DB_URL');
      await scene.forceSync('app');
      await restarted(scene, 'web', 1);
      expect(made.metadata.generation).to.equal(1);
      for (let index = 0; index < 10; index += 1) {
        const annotations = { 'secrets.infisical.com/restarted-for': null };
        const strip = { spec: { template: { metadata: { annotations } } } };
        await scene.server.api.patch('deployments', scene.namespace, 'web', strip);
        await passes(scene, 1);
      }
      // One restart, and one change by the other controller.
      expect(await generation(scene, 'web')).to.equal(3);
      await says(scene, 'True', 'Another controller took away the mark of the last restart from Deployment');
    }));

  it('works with names of 253 characters', () =>
    withScene(server(), {}, async (scene) => {
      const long = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;
      scene.plant('DB_URL');
      await scene.apply({ name: 'app', targets: [{ secretName: long }] });
      await scene.ready('app');
      await make(scene, { name: long, uses: [{ by: 'envFrom', secret: long }] });
      await noticed(scene, 1);
      scene.plant('DB_URL');
      await scene.forceSync('app');
      await restarted(scene, long, 1);
    }));

  it('finds 50 of 500 workloads: one write for each of them, none for another, and no list', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      const names = Array.from({ length: 500 }, (_, index) => `web-${index}`);
      for (let at = 0; at < names.length; at += 20) {
        const batch = names.slice(at, at + 20);
        await Promise.all(
          batch.map((name, index) =>
            make(scene, {
              name,
              uses: [{ by: 'env', secret: 'app' }],
              annotations: (at + index) % 10 === 0 ? AUTO_RELOAD : {},
            }),
          ),
        );
      }
      await noticed(scene, 50);
      const before = (await scene.seat.calls()).length;
      scene.plant('DB_URL');
      await scene.forceSync('app');
      await eventually('50 workloads to be restarted', async () => {
        const all = await scene.server.api.list('deployments', scene.namespace);
        return all.filter(({ metadata }) => metadata.generation === 2).length === 50 ? true : undefined;
      });
      await passes(scene, 2);
      const all = await scene.server.api.list('deployments', scene.namespace);
      expect(all.filter(({ metadata }) => metadata.generation !== 1)).to.have.length(50);
      const calls = (await scene.seat.calls()).slice(before);
      expect(calls.filter(({ verb }) => verb === 'list')).to.deep.equal([]);
      const written = calls.filter(({ resource }) => resource === 'deployments').map(({ name }) => name);
      expect(new Set(written).size).to.equal(written.length);
      expect(written).to.have.length(50);
    })).timeout(120_000);
});
