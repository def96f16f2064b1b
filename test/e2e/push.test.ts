import { expect } from 'chai';
import { PROJECT, PUSHED_TO, PushScene, conditionOf, onEachServer, withScene } from './harness/index.ts';

onEachServer('an InfisicalPushSecret sends a Secret to Infisical', (server) => {
  for (const era of ['26', '24'] as const) {
    it(`to a server of 20${era}: new keys, changed ones, and nothing while nothing changes`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const push = new PushScene(scene);
        scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
        const value = scene.canaries.plant('API_KEY');
        await scene.createSecret('app', { API_KEY: value, DATABASE_URL: 'postgres://127.0.0.1:5432' });
        await push.apply({ name: 'app', updatePolicy: 'Replace' });
        const { status, metadata } = await push.ready('app');
        await push.holds({ API_KEY: value, DATABASE_URL: 'postgres://127.0.0.1:5432' });
        expect(status).to.deep.include({ state: 'synced', secretsCount: 2, observedGeneration: metadata.generation });
        expect(Object.values(status?.['managedSecrets'] ?? {})).to.have.members(['API_KEY', 'DATABASE_URL']);

        // The source is watched.
        const changed = scene.canaries.plant('API_KEY');
        await push.change('app', { API_KEY: changed, ADDED: 'new' });
        await push.holds({ API_KEY: changed, ADDED: 'new', DATABASE_URL: 'postgres://127.0.0.1:5432' });

        await push.passes('app');
        const writes = push.writes();
        const lists = scene.infisical.calls.count('secrets.list');
        await push.passes('app');
        expect(push.writes()).to.equal(writes);
        expect(scene.infisical.calls.count('secrets.list')).to.equal(lists + 1);
      }));
  }

  it('with the conditions of a resource that is well', () =>
    withScene(server(), {}, async (scene) => {
      const push = new PushScene(scene);
      scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
      await scene.createSecret('app', { KEY: 'value' });
      await push.apply({ name: 'app' });
      const app = await push.ready('app');
      const seen = app.status?.conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`);
      expect(seen).to.have.members([
        'secrets.infisical.com/Authenticated True OK',
        'secrets.infisical.com/Reconcile True OK',
        'secrets.infisical.com/FailedToCreateSecrets False OK',
        'secrets.infisical.com/FailedToUpdateSecrets False OK',
        'secrets.infisical.com/FailedToDeleteSecrets False OK',
        'secrets.infisical.com/FailedToReplaceSecrets False OK',
        'Ready True Pushed',
      ]);
      expect(conditionOf(app, 'Ready')?.observedGeneration).to.equal(app.metadata.generation);
    }));
});
