import { expect } from 'chai';
import { PROJECT, eventually, onEachServer, withScene, type KubeObject, type Scene } from './harness/index.ts';

const SOON = { withinMs: 2_000 };

/** Waits until there is no object of that name. */
function gone(scene: Scene, kind: 'secrets' | 'configmaps', name: string, namespace = scene.namespace): Promise<true> {
  return eventually(
    `${kind} ${namespace}/${name} to be gone`,
    async () => ((await scene.server.api.get(kind, namespace, name)) === undefined ? true : undefined),
    SOON,
  );
}

/** Waits until a ConfigMap holds this. */
function mapHolds(scene: Scene, name: string, data: object, namespace = scene.namespace): Promise<KubeObject> {
  return eventually(
    `ConfigMap ${name} to hold ${JSON.stringify(data)}`,
    async () => {
      const map = await scene.server.api.get('configmaps', namespace, name);
      return map !== undefined && JSON.stringify(map.data ?? {}) === JSON.stringify(data) ? map : undefined;
    },
    SOON,
    () => scene.server.api.get('configmaps', namespace, name),
  );
}

/** Waits until the inventory in status names just these. */
function inventoryIs(scene: Scene, name: string, names: readonly string[]): Promise<KubeObject> {
  const shown = async (): Promise<string[]> => {
    const targets = (await scene.get(name))?.status?.['managedTargets'];
    return Array.isArray(targets)
      ? targets.map((target: { kind: string; name: string }) => `${target.kind} ${target.name}`)
      : [];
  };
  return eventually(
    `the inventory to be ${names.join(', ')}`,
    async () => (JSON.stringify((await shown()).sort()) === JSON.stringify(names) ? scene.get(name) : undefined),
    SOON,
    shown,
  );
}

const DOCKER = { '.dockerconfigjson': '{"auths":{"r.example":{"auth":"{{ .TOKEN.Value | b64enc }}"}}}' };

onEachServer('targets', (server) => {
  it('R13 several Secrets and ConfigMaps of one resource, in any namespace', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const elsewhere = await scene.createNamespace();
      await scene.apply({
        name: 'app',
        targets: [{ secretName: 'one' }, { secretName: 'two', secretNamespace: elsewhere }],
        configMaps: [
          { configMapName: 'map', template: { data: { 'url.txt': '{{ len .DB_URL.Value }}' } } },
          { configMapName: 'map', configMapNamespace: elsewhere, template: { data: { k: 'fixed' } } },
        ],
      });
      await scene.ready('app');
      await scene.holds('one', content);
      await scene.holds('two', content, {}, elsewhere);
      await mapHolds(scene, 'map', { 'url.txt': String(content.DB_URL.length) });
      await mapHolds(scene, 'map', { k: 'fixed' }, elsewhere);
      await inventoryIs(scene, 'app', ['ConfigMap map', 'ConfigMap map', 'Secret one', 'Secret two']);

      await scene.server.api.delete('configmaps', scene.namespace, 'map');
      await mapHolds(scene, 'map', { 'url.txt': String(content.DB_URL.length) });
      await scene.server.api.patch('configmaps', elsewhere, 'map', { data: { k: 'edited', added: 'x' } });
      await mapHolds(scene, 'map', { k: 'fixed' }, elsewhere);
    }));

  it('R13 a renamed target: the new one first, then the old Owner target goes and an Orphan target stays', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const targets = (suffix: string) =>
        [{ secretName: `owned${suffix}`, creationPolicy: 'Owner' }, { secretName: `orphan${suffix}` }] as const;
      await scene.apply({ name: 'app', targets: targets('') });
      await scene.ready('app');
      await inventoryIs(scene, 'app', ['Secret orphan', 'Secret owned']);
      await scene.apply({ name: 'app', targets: targets('-new') });
      await scene.holds('owned-new', content);
      await scene.holds('orphan-new', content);
      await gone(scene, 'secrets', 'owned');
      await inventoryIs(scene, 'app', ['Secret orphan-new', 'Secret owned-new']);
      expect(await scene.values('orphan')).to.deep.equal(content);
    }));

  it('R13 a dropped target stays while its successor cannot be written', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.createSecret('taken', { theirs: 'yes' });
      await scene.apply({ name: 'app', targets: [{ secretName: 'owned', creationPolicy: 'Owner' }] });
      await scene.ready('app');
      await scene.apply({ name: 'app', targets: [{ secretName: 'taken', creationPolicy: 'Owner' }] });
      await scene.failed('app', 'TargetNotOwned');
      expect(await scene.values('owned')).to.deep.equal(content);
      await scene.server.api.delete('secrets', scene.namespace, 'taken');
      await scene.holds('taken', content);
      await gone(scene, 'secrets', 'owned');
    }));

  it('R13 a dropped Owner target that others have made anew is none of ours', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      const both = [{ secretName: 'kept' }, { secretName: 'owned', creationPolicy: 'Owner' }] as const;
      await scene.apply({ name: 'app', targets: both });
      await scene.ready('app');
      await inventoryIs(scene, 'app', ['Secret kept', 'Secret owned']);
      await scene.operator.stop();
      await scene.apply({ name: 'app', targets: both.slice(0, 1) });
      await scene.server.api.delete('secrets', scene.namespace, 'owned');
      await scene.createSecret('owned', { theirs: 'yes' });
      await scene.startOperator();
      await inventoryIs(scene, 'app', ['Secret kept']);
      expect(await scene.values('owned')).to.deep.equal({ theirs: 'yes' });
    }));

  it('R13 a creation policy that flips takes the owner reference with it, and the data stays', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const owners = async (): Promise<number> => (await scene.secret('app'))?.metadata.ownerReferences.length ?? -1;
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      const uid = (await scene.secret('app'))?.metadata.uid;
      for (const creationPolicy of ['Owner', 'Orphan', 'Owner'] as const) {
        await scene.apply({ name: 'app', targets: [{ secretName: 'app', creationPolicy }] });
        const wanted = creationPolicy === 'Owner' ? 1 : 0;
        await eventually(`${wanted} owners`, async () => (await owners()) === wanted || undefined, SOON, owners);
        expect((await scene.secret('app'))?.metadata.uid).to.equal(uid);
        await scene.holds('app', content);
      }
    }));

  it('R13 a changed secretType makes the Secret anew, with the data', () =>
    withScene(server(), {}, async (scene) => {
      const content = { username: scene.plant('username'), password: scene.plant('password') };
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      const before = await scene.secret('app');
      await scene.apply({ name: 'app', targets: [{ secretName: 'app', secretType: 'kubernetes.io/basic-auth' }] });
      const after = await eventually('another type', async () => {
        const secret = await scene.secret('app');
        return secret?.type === 'kubernetes.io/basic-auth' ? secret : undefined;
      });
      expect(after.metadata.uid).to.not.equal(before?.metadata.uid);
      await scene.holds('app', content);
      await scene.ready('app');
    }));

  for (const [type, missing, template] of [
    ['kubernetes.io/tls', 'tls.crt and tls.key', { 'tls.crt': 'c', 'tls.key': 'k' }],
    ['kubernetes.io/dockerconfigjson', '.dockerconfigjson', DOCKER],
    ['kubernetes.io/basic-auth', 'username nor password', { username: 'u', password: '{{ .TOKEN.Value }}' }],
    ['kubernetes.io/ssh-auth', 'ssh-privatekey', { 'ssh-privatekey': '{{ .TOKEN.Value }}' }],
  ] as const) {
    it(`R13 secretType ${type} is refused while the data is none, the old Secret stays, and a template makes it fit`, () =>
      withScene(server(), {}, async (scene) => {
        const content = { TOKEN: scene.plant('TOKEN') };
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        await scene.apply({ name: 'app', targets: [{ secretName: 'app', secretType: type }] });
        const { message } = await scene.failed('app', 'TargetInvalid');
        expect(message).to.contain(`of type ${type}`).and.to.contain(missing);
        expect(await scene.values('app')).to.deep.equal(content);
        await scene.apply({
          name: 'app',
          targets: [{ secretName: 'app', secretType: type, template: { data: template } }],
        });
        await scene.ready('app');
        expect((await scene.secret('app'))?.type).to.equal(type);
        expect(Object.keys(await scene.values('app'))).to.have.members(Object.keys(template));
      }));
  }

  it('R14 an Owner target in another namespace goes with its resource, an Orphan target there stays', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const elsewhere = await scene.createNamespace();
      await scene.apply({
        name: 'app',
        targets: [
          { secretName: 'owned', secretNamespace: elsewhere, creationPolicy: 'Owner' },
          { secretName: 'orphan', secretNamespace: elsewhere },
        ],
        configMaps: [
          {
            configMapName: 'owned',
            configMapNamespace: elsewhere,
            creationPolicy: 'Owner',
            template: { data: { k: 'v' } },
          },
        ],
      });
      const app = await scene.ready('app');
      expect(app.metadata['finalizers']).to.deep.equal(['secrets.infisical.com/owned-targets']);
      expect((await scene.secret('owned', elsewhere))?.metadata.ownerReferences).to.deep.equal([]);
      await scene.server.api.delete('infisicalsecrets', scene.namespace, 'app');
      await gone(scene, 'secrets', 'owned', elsewhere);
      await gone(scene, 'configmaps', 'owned', elsewhere);
      await eventually('the resource to be gone', async () => (await scene.get('app')) === undefined || undefined);
      expect(await scene.values('orphan', elsewhere)).to.deep.equal(content);
    }));

  it('R14 the finalizer comes before the first write, and goes when nothing needs it any more', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      const elsewhere = await scene.createNamespace();
      const finalizers = async (): Promise<unknown> => (await scene.get('app'))?.metadata['finalizers'] ?? [];
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      expect(await finalizers()).to.deep.equal([]);
      const far = { secretName: 'far', secretNamespace: elsewhere, creationPolicy: 'Owner' } as const;
      await scene.apply({ name: 'app', targets: [{ secretName: 'app' }, far] });
      await eventually('the far target', () => scene.secret('far', elsewhere));
      expect(await finalizers()).to.have.length(1);
      await scene.apply({ name: 'app' });
      await gone(scene, 'secrets', 'far', elsewhere);
      await eventually(
        'no finalizer',
        async () => JSON.stringify(await finalizers()) === '[]' || undefined,
        SOON,
        finalizers,
      );
    }));

  it('R14 a resource that was deleted while the operator was down waits for it', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      const elsewhere = await scene.createNamespace();
      const far = { secretName: 'far', secretNamespace: elsewhere, creationPolicy: 'Owner' } as const;
      await scene.apply({ name: 'app', targets: [far] });
      await scene.ready('app');
      await scene.operator.stop();
      await scene.server.api.delete('infisicalsecrets', scene.namespace, 'app');
      expect(await scene.get('app')).to.not.equal(undefined);
      await scene.startOperator();
      await gone(scene, 'secrets', 'far', elsewhere);
      await eventually('the resource to be gone', async () => (await scene.get('app')) === undefined || undefined);
    }));

  it('R15 more than 1 MiB is refused, and the old data stays', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      scene.infisical.secret(PROJECT, 'dev', '/', 'HUGE', 'x'.repeat(1_100_000));
      await scene.forceSync('app');
      const { message } = await scene.failed('app', 'TargetInvalid');
      expect(message).to.contain('1048576');
      expect(await scene.values('app')).to.deep.equal(content);
    }));
});
