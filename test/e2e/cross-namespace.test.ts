import { expect } from 'chai';
import { universalAuth } from '../builders/infisical-secret.ts';
import { CREDENTIALS, PROJECT, eventually, onEachServer, withScene, type Scene } from './harness/index.ts';

const ALLOW_FROM = 'secrets.infisical.com/allow-from';
const SCOPE = { projectSlug: PROJECT, envSlug: 'dev' };
/** What a grant that is given or withdrawn may take. */
const WITHIN_5_S = { withinMs: 5_000 };

const open = (
  scene: Scene,
  plural: 'secrets' | 'namespaces',
  namespace: string,
  name: string,
  to: string | null,
): Promise<unknown> =>
  scene.server.api.patch(plural, namespace, name, { metadata: { annotations: { [ALLOW_FROM]: to } } });

/** A namespace with the same credentials as the scene's own. */
async function neighbour(scene: Scene): Promise<string> {
  const namespace = await scene.createNamespace();
  await scene.createSecret(CREDENTIALS, await scene.values(CREDENTIALS), {}, namespace);
  return namespace;
}

onEachServer('references to other namespaces', (server) => {
  const grant = { flags: { crossNamespace: 'Grant' } };

  it('Grant: a credentials Secret is used while it, or its namespace, is open', () =>
    withScene(server(), grant, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const bank = await neighbour(scene);
      await scene.apply({ name: 'app', authentication: universalAuth(CREDENTIALS, SCOPE, bank) });
      const { message } = await scene.failed('app', 'NamespaceRefused');
      expect(message).to.match(/spec\.authentication\.universalAuth\.credentialsRef names Secret \S+\/credentials/);
      expect(scene.infisical.calls.count()).to.equal(0);
      expect(await scene.secret('app')).to.equal(undefined);

      await open(scene, 'secrets', bank, CREDENTIALS, `other,${scene.namespace}`);
      await scene.holds('app', content, WITHIN_5_S);
      await scene.ready('app', WITHIN_5_S);
      await open(scene, 'secrets', bank, CREDENTIALS, 'other');
      await scene.failed('app', 'NamespaceRefused', WITHIN_5_S);
      expect(await scene.values('app')).to.deep.equal(content);

      await open(scene, 'namespaces', '', bank, '*');
      await scene.ready('app', WITHIN_5_S);
      await open(scene, 'namespaces', '', bank, null);
      await scene.failed('app', 'NamespaceRefused', WITHIN_5_S);
    }));

  it('Grant: a target that is not there yet is opened by its namespace, and left as it is without', () =>
    withScene(server(), grant, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const bank = await scene.createNamespace();
      await scene.apply({
        name: 'app',
        targets: [{ secretName: 'app', secretNamespace: bank }, { secretName: 'own' }],
      });
      const { message } = await scene.failed('app', 'NamespaceRefused');
      expect(message).to.match(/^spec\.managedSecretReference names Secret \S+\/app, which is not opened/);
      await scene.holds('own', content);
      expect(await scene.secret('app', bank)).to.equal(undefined);

      await open(scene, 'namespaces', '', bank, scene.namespace);
      await scene.holds('app', content, WITHIN_5_S, bank);
      await scene.ready('app', WITHIN_5_S);

      await open(scene, 'namespaces', '', bank, null);
      await scene.failed('app', 'NamespaceRefused', WITHIN_5_S);
      const before = await scene.secret('app', bank);
      const rotated = { DB_URL: scene.plant('DB_URL') };
      await scene.forceSync('app');
      await scene.holds('own', rotated);
      expect(await scene.secret('app', bank)).to.deep.equal(before);

      // By now it is there, so it can be opened itself.
      await open(scene, 'secrets', bank, 'app', scene.namespace);
      await scene.holds('app', rotated, WITHIN_5_S, bank);
      await scene.ready('app', WITHIN_5_S);
    }));

  it('Grant: what is not open any more is not deleted, neither when it is dropped nor with the resource', () =>
    withScene(server(), grant, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const bank = await scene.createNamespace();
      await open(scene, 'namespaces', '', bank, '*');
      const target = (secretName: string): object => ({ secretName, secretNamespace: bank, creationPolicy: 'Owner' });
      const wants = (...names: readonly string[]): Promise<unknown> =>
        scene.apply({ name: 'app', targets: names.map((name) => ({ ...target(name), secretName: name })) });
      await wants('dropped', 'kept', 'last');
      await scene.ready('app');
      await wants('kept', 'last');
      await eventually(
        'the dropped one is gone',
        async () => (await scene.secret('dropped', bank)) === undefined || undefined,
      );

      await open(scene, 'namespaces', '', bank, null);
      await scene.failed('app', 'NamespaceRefused', WITHIN_5_S);
      await wants('last');
      await scene.failed('app', 'NamespaceRefused', WITHIN_5_S);
      await scene.server.api.delete('infisicalsecrets', scene.namespace, 'app');
      await eventually('the resource is gone', async () => (await scene.get('app')) === undefined || undefined);
      for (const name of ['kept', 'last']) expect(await scene.values(name, bank)).to.deep.equal(content);
      await eventually('an Event tells of what was left', async () => {
        const events = await scene.server.api.list('events', scene.namespace);
        return events.some((event) => JSON.stringify(event).includes('The operator leaves it as it is.')) || undefined;
      });
    }));

  it('Deny: a reference is refused whatever is annotated, and tells nothing of the object', () =>
    withScene(server(), { flags: { crossNamespace: 'Deny' } }, async (scene) => {
      scene.plant('DB_URL');
      const bank = await neighbour(scene);
      await open(scene, 'namespaces', '', bank, '*');
      await open(scene, 'secrets', bank, CREDENTIALS, '*');
      const messages: string[] = [];
      for (const name of [CREDENTIALS, 'no-such']) {
        await scene.apply({ name, authentication: universalAuth(name, SCOPE, bank) });
        messages.push((await scene.failed(name, 'NamespaceRefused')).message.replaceAll(`/${name}`, '/NAME'));
      }
      expect(messages[0]).to.equal(messages[1]);
      expect(scene.infisical.calls.count()).to.equal(0);
    }));
});
