import { expect } from 'chai';
import { PROJECT, conditionOf, onEachServer, withScene } from './harness/index.ts';

onEachServer('an InfisicalSecret becomes a Secret', (server) => {
  for (const era of ['26', '24'] as const) {
    it(`from a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const content = { DB_URL: scene.plant('DB_URL'), API_KEY: scene.plant('API_KEY') };
        await scene.apply({ name: 'app' });
        const { status } = await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal(content);
        expect(status).to.deep.include({ state: 'synced', secretsCount: 2, observedGeneration: 1 });

        // A change in Infisical arrives with the next look at it.
        scene.infisical.secret(PROJECT, 'dev', '/', 'API_KEY', 'changed');
        await scene.forceSync('app');
        await scene.holds('app', { ...content, API_KEY: 'changed' });
      }));
  }

  it('with the conditions of a resource that is well', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      await scene.apply({ name: 'app' });
      const app = await scene.ready('app');
      const seen = app.status?.conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`);
      expect(seen).to.have.members([
        'secrets.infisical.com/LoadedInfisicalToken True OK',
        'secrets.infisical.com/ReadyToSyncSecrets True OK',
        'secrets.infisical.com/AutoRedeployReady Unknown NothingToReload',
        'Ready True Synced',
      ]);
      expect(conditionOf(app, 'Ready')?.observedGeneration).to.equal(app.metadata.generation);
    }));
});
