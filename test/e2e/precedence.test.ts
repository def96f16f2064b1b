import { expect } from 'chai';
import { PROJECT, conditionOf, onEachServer, withScene, type Scene } from './harness/index.ts';

async function message(scene: Scene, name: string): Promise<string> {
  return conditionOf(await scene.get(name), 'secrets.infisical.com/ReadyToSyncSecrets')?.message ?? '';
}

onEachServer('which value a key has', (server) => {
  it('R15 equal keys in several folders: the nearest folder wins, and the others are named', () =>
    withScene(server(), {}, async (scene) => {
      const near = scene.plant('URL', '/app');
      scene.plant('URL', '/app/a');
      scene.plant('URL', '/app/b');
      const first = scene.plant('PORT', '/app/a');
      scene.plant('PORT', '/app/b');
      const alone = scene.plant('USER', '/app/b');
      await scene.apply({ name: 'app', scope: { secretsPath: '/app', recursive: true } });
      await scene.ready('app');
      expect(await scene.values('app')).to.deep.equal({ URL: near, PORT: first, USER: alone });
      expect(await message(scene, 'app')).to.contain(
        'In several folders are "PORT" of /app/a, "URL" of /app: these count, as the nearest.',
      );
    }));

  it('R15 keys that Kubernetes cannot hold are named, and all others are written', () =>
    withScene(server(), {}, async (scene) => {
      const good = scene.plant('GOOD_KEY');
      scene.plant('bad key');
      await scene.apply({ name: 'app' });
      expect((await scene.failed('app', 'InvalidKeys')).message).to.contain('"bad key"');
      expect(await scene.values('app')).to.deep.equal({ GOOD_KEY: good });
    }));

  for (const era of ['24', '26'] as const) {
    it(`R16 the own folder wins over imports, the first import over the next, and references are expanded, on a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const own = scene.plant('OWN', '/app');
        scene.plant('OWN', '/first');
        const first = scene.plant('SHARED', '/first');
        scene.plant('SHARED', '/second');
        const second = scene.plant('LAST', '/second');
        for (const fromPath of ['/first', '/second'])
          scene.infisical.import(PROJECT, 'dev', '/app', { fromEnv: 'dev', fromPath });
        scene.infisical.secret(PROJECT, 'dev', '/app', 'JOINED', 'pre-${OWN}-${prod.DEEP}');
        const deep = scene.plant('DEEP', '/', 'prod');
        await scene.apply({ name: 'app', scope: { secretsPath: '/app' } });
        await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal({
          OWN: own,
          SHARED: first,
          LAST: second,
          JOINED: `pre-${own}-${deep}`,
        });
      }));
  }
});
