import { expect } from 'chai';
import { PROJECT, onEachServer, withScene } from './harness/index.ts';

onEachServer('nothing to read', (server) => {
  for (const era of ['26', '24'] as const) {
    for (const [what, scope] of [
      ['an environment that is not there', { envSlug: 'staging' }],
      ['a folder that is not there', { secretsPath: '/gone' }],
    ] as const) {
      for (const emptyPolicy of ['Keep', 'Allow'] as const) {
        it(`R10 ${what} never empties a target, with ${emptyPolicy}, on a server of 20${era}`, () =>
          withScene(server(), { infisical: { era } }, async (scene) => {
            scene.plant('DB_URL');
            await scene.apply({ name: 'app' });
            await scene.ready('app');
            const before = await scene.secret('app');
            await scene.apply({ name: 'app', scope, emptyPolicy });
            await scene.failed('app', 'SourceNotFound');
            expect(await scene.secret('app')).to.deep.equal(before);
          }));
      }
    }

    it(`R10 a folder that was emptied keeps the target, until emptyPolicy allows it, on a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        scene.plant('DB_URL');
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        const before = await scene.secret('app');
        scene.infisical.removeSecret(PROJECT, 'dev', '/', 'DB_URL');
        await scene.forceSync('app');
        await scene.failed('app', 'EmptySource');
        expect(await scene.secret('app')).to.deep.equal(before);
        await scene.apply({ name: 'app', emptyPolicy: 'Allow' });
        await scene.holds('app', {});
        await scene.ready('app');
      }));

    it(`R10 a folder that was removed keeps the target, on a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        scene.plant('DB_URL', '/backend');
        await scene.apply({ name: 'app', scope: { secretsPath: '/backend' }, emptyPolicy: 'Allow' });
        await scene.ready('app');
        const before = await scene.secret('app');
        scene.infisical.removeFolder(PROJECT, 'dev', '/backend');
        await scene.forceSync('app');
        await scene.failed('app', 'SourceNotFound');
        expect(await scene.secret('app')).to.deep.equal(before);
      }));
  }
});
