import { expect } from 'chai';
import { onEachServer, withScene } from './harness/index.ts';

onEachServer('Secrets that were there before', (server) => {
  for (const [what, content] of [
    ['with the same key', { DB_URL: 'theirs' }],
    ['with other keys', { OTHER: 'theirs' }],
    ['without any key', {}],
  ] as const) {
    it(`R12 a foreign Secret ${what} is refused and left as it was`, () =>
      withScene(server(), {}, async (scene) => {
        scene.plant('DB_URL');
        const before = await scene.createSecret('app', content, { labels: { theirs: 'yes' } });
        await scene.apply({ name: 'app' });
        const { message } = await scene.failed('app', 'TargetNotOwned');
        expect(message).to.contain('secrets.infisical.com/adopt');
        const after = await scene.secret('app');
        expect(after?.data ?? {}).to.deep.equal(before.data ?? {});
        expect(after?.metadata).to.deep.include({
          labels: before.metadata.labels,
          annotations: {},
          uid: before.metadata.uid,
        });
      }));
  }

  for (const [what, annotations] of [
    ['that may be adopted', { 'secrets.infisical.com/adopt': 'true' }],
    ["of Infisical's older operator", { 'secrets.infisical.com/version': '"abc"' }],
  ] as const) {
    it(`R12 a Secret ${what} is taken over`, () =>
      withScene(server(), {}, async (scene) => {
        const content = { DB_URL: scene.plant('DB_URL') };
        const before = await scene.createSecret('app', { DB_URL: 'old', GONE: 'old' }, { annotations });
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        const after = await scene.holds('app', content);
        expect(after.metadata.uid).to.equal(before.metadata.uid);
      }));
  }

  it('R12 leave to adopt that is given later is acted on at once', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.createSecret('app', { DB_URL: 'theirs' });
      await scene.apply({ name: 'app' });
      await scene.failed('app', 'TargetNotOwned');
      const metadata = { annotations: { 'secrets.infisical.com/adopt': 'true' } };
      await scene.server.api.patch('secrets', scene.namespace, 'app', { metadata });
      await scene.holds('app', content, { withinMs: 2_000 });
      await scene.ready('app');
    }));

  it('R12 a foreign Secret that is deleted makes way at once', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.createSecret('app', { DB_URL: 'theirs' });
      await scene.apply({ name: 'app' });
      await scene.failed('app', 'TargetNotOwned');
      await scene.server.api.delete('secrets', scene.namespace, 'app');
      await scene.holds('app', content, { withinMs: 2_000 });
      await scene.ready('app');
    }));
});
