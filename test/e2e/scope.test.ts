import { expect } from 'chai';
import { universalAuth } from '../builders/infisical-secret.ts';
import { CREDENTIALS, PROJECT, eventually, onEachServer, withScene } from './harness/index.ts';

onEachServer('the namespaces that an operator works in', (server) => {
  it('are those of --namespaces, and no other', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const credentials = await scene.values(CREDENTIALS);
      const [second, outside] = [await scene.createNamespace(), await scene.createNamespace()];
      for (const namespace of [second, outside]) await scene.createSecret(CREDENTIALS, credentials, {}, namespace);
      await scene.apply({ name: 'outside', namespace: outside });
      await scene.startOperator({ namespaces: `${scene.namespace},${second}` });
      await scene.apply({ name: 'app' });
      await scene.apply({ name: 'app', namespace: second });
      await scene.ready('app');
      await scene.ready('app', {}, second);
      expect(await scene.values('app')).to.deep.equal(content);
      expect(await scene.values('app', second)).to.deep.equal(content);

      // R1 in both, so both are watched.
      for (const namespace of [scene.namespace, second]) {
        await scene.server.api.delete('secrets', namespace, 'app');
        await scene.holds('app', content, { withinMs: 1_000 }, namespace);
      }
      expect((await scene.get('outside', outside))?.status).to.equal(undefined);
      const asked = (await scene.operator.calls()).filter(({ resource }) => resource !== 'configmaps');
      expect([...new Set(asked.map(({ namespace }) => namespace))].sort()).to.deep.equal(
        [scene.namespace, second].sort(),
      );
    }));

  it('may hold targets and credentials of each other', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const elsewhere = await scene.createNamespace();
      await scene.createSecret('creds', await scene.values(CREDENTIALS), {}, elsewhere);
      await scene.apply({
        name: 'app',
        authentication: universalAuth('creds', { projectSlug: PROJECT, envSlug: 'dev' }, elsewhere),
        targets: [{ secretName: 'app', secretNamespace: elsewhere }, { secretName: 'app' }],
      });
      await scene.ready('app');
      expect(await scene.values('app', elsewhere)).to.deep.equal(content);
      expect(await scene.values('app')).to.deep.equal(content);
      await scene.server.api.delete('secrets', elsewhere, 'app');
      await scene.holds('app', content, { withinMs: 1_000 }, elsewhere);
    }));

  it('may be outside of --namespaces for a target, which is repaired at the next look', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const elsewhere = await scene.createNamespace();
      await scene.startOperator({ namespaces: scene.namespace });
      await scene.apply({
        name: 'app',
        resyncInterval: 5,
        targets: [{ secretName: 'app', secretNamespace: elsewhere }],
      });
      await scene.ready('app');
      await scene.server.api.patch('secrets', elsewhere, 'app', { data: { DB_URL: 'ZXZpbA==' } });
      await scene.holds('app', content, { withinMs: 15_000 }, elsewhere);
      await eventually(
        'another pass',
        () => scene.operator.log.some((line) => line.includes('pass ended')) || undefined,
      );
    }));
});
