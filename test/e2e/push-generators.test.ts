import { expect } from 'chai';
import {
  PROJECT,
  PUSHED_TO,
  PushScene,
  decodedData,
  eventually,
  onEachServer,
  withScene,
  type Scene,
} from './harness/index.ts';

onEachServer('generated values', (server) => {
  it('are made once, kept beside the resource, and pushed; a taken key is made anew', () =>
    withScene(server(), {}, async (scene) => {
      const push = new PushScene(scene);
      scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
      const [password, uuid] = [await generator(scene, PASSWORD), await generator(scene, { kind: 'UUID' })];
      const generators = [
        { destinationSecretName: 'DB_PASSWORD', generatorRef: { kind: 'Password', name: password } },
        { destinationSecretName: 'INSTALLATION', generatorRef: { kind: 'UUID', name: uuid } },
      ];
      await scene.createSecret('app', { DB_USER: 'shop' });
      await push.apply({ name: 'app', generators });
      await push.ready('app');
      const made = push.stored();
      expect(Object.keys(made)).to.have.members(['DB_USER', 'DB_PASSWORD', 'INSTALLATION']);
      expect(made['DB_PASSWORD']).to.match(/^[a-z0-9-]{12}$/);
      expect(made['DB_PASSWORD']?.replace(/[^0-9]/g, '')).to.have.length(4);
      expect(made['INSTALLATION']).to.match(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
      const kept = await scene.secret('app-generated');
      expect(decodedData(kept)).to.deep.equal({ DB_PASSWORD: made['DB_PASSWORD'], INSTALLATION: made['INSTALLATION'] });
      expect(kept?.metadata.ownerReferences.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
        'InfisicalPushSecret app',
      ]);

      // Once: neither a pass nor another operator makes another.
      await push.passes('app');
      await scene.operator.stop();
      await scene.startOperator();
      await push.passes('app');
      expect(push.stored()).to.deep.equal(made);

      // What somebody deletes in Infisical comes back as it was.
      scene.infisical.removeSecret(PROJECT, 'dev', PUSHED_TO, 'DB_PASSWORD');
      await push.passes('app');
      expect(push.stored()).to.deep.equal(made);

      await push.patch('app', { spec: { updatePolicy: 'Replace' } });
      await push.change('app-generated', { DB_PASSWORD: null });
      await eventually('another password', () => push.stored()['DB_PASSWORD'] !== made['DB_PASSWORD'] || undefined);
      expect(push.stored()).to.deep.include({ DB_USER: 'shop', INSTALLATION: made['INSTALLATION'] });
    }));

  it('wait for their ClusterGenerator, and need no Secret besides', () =>
    withScene(server(), {}, async (scene) => {
      const push = new PushScene(scene);
      scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
      const name = `${scene.namespace}-later`;
      const generators = [{ destinationSecretName: 'TOKEN', generatorRef: { kind: 'UUID', name } }];
      await push.apply({ name: 'app', source: null, generators });
      expect((await push.failed('app', 'GeneratorNotFound')).message).to.include(`ClusterGenerator ${name}`);
      expect(push.stored()).to.deep.equal({});
      await generator(scene, { kind: 'UUID' }, name);
      await push.ready('app');
      expect(Object.keys(push.stored())).to.deep.equal(['TOKEN']);
    }));

  it('say what is wrong with their ClusterGenerator', () =>
    withScene(server(), {}, async (scene) => {
      const push = new PushScene(scene);
      scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
      const impossible = await generator(scene, {
        kind: 'Password',
        generator: { passwordSpec: { length: 4, digits: 3, symbols: 3 } },
      });
      const ref = { kind: 'Password', name: impossible };
      await push.apply({
        name: 'app',
        source: null,
        generators: [{ destinationSecretName: 'TOKEN', generatorRef: ref }],
      });
      expect((await push.failed('app', 'GeneratorInvalid')).message).to.match(/digits and symbols together/);
      await push.patch('app', {
        spec: { push: { generators: [{ destinationSecretName: 'TOKEN', generatorRef: { ...ref, kind: 'UUID' } }] } },
      });
      await eventually('the kind is told', async () => {
        const { message } = await push.failed('app', 'GeneratorInvalid');
        return message.includes('is not of the kind UUID') || undefined;
      });
      expect(push.stored()).to.deep.equal({});
    }));

  it('leave a Secret alone that is not theirs', () =>
    withScene(server(), {}, async (scene) => {
      const push = new PushScene(scene);
      scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
      await scene.createSecret('app-generated', { TOKEN: scene.canaries.plant('theirs') });
      const name = await generator(scene, { kind: 'UUID' });
      const generators = [{ destinationSecretName: 'TOKEN', generatorRef: { kind: 'UUID', name } }];
      const before = await scene.secret('app-generated');
      await push.apply({ name: 'app', source: null, generators });
      await push.failed('app', 'TargetNotOwned');
      expect(await scene.secret('app-generated')).to.deep.equal(before);
      expect(push.stored()).to.deep.equal({});
    }));
});

const PASSWORD = {
  kind: 'Password',
  generator: { passwordSpec: { length: 12, digits: 4, symbols: 2, symbolCharacters: '-', noUpper: true } },
};

let made = 0;

/** A ClusterGenerator of a name of its own, since they belong to no namespace. */
async function generator(scene: Scene, spec: object, name = `${scene.namespace}-${(made += 1)}`): Promise<string> {
  const manifest = {
    apiVersion: 'secrets.infisical.com/v1alpha1',
    kind: 'ClusterGenerator',
    metadata: { name },
    spec,
  };
  await scene.server.api.create('clustergenerators', manifest);
  return name;
}
