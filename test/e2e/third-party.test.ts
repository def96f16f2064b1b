import { expect } from 'chai';
import { FAULTS, brokenPlugin, vaultPlugin, type Fault } from '../builders/third-party-plugins.ts';
import { PROJECT, onEachServer, withScene, type Scene } from './harness/index.ts';

const PLUGINS = [vaultPlugin, brokenPlugin];
const secretsScope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };

/** `spec.authentication` that names a third party's method. */
function third(name: string, config: object): { readonly authentication: object } {
  return { authentication: { plugin: { name, config, secretsScope } } };
}

/** An identity that takes only the present one of its JWTs; gives its id, and what makes another JWT the present one. */
function jwtIdentity(scene: Scene): { readonly id: string; readonly next: () => string } {
  let present = '';
  const { id } = scene.infisical.identity({ name: 'jwt', jwt: ({ jwt }) => jwt === present, projects: [PROJECT] });
  return { id, next: () => (present = scene.canaries.plant('jwt')) };
}

onEachServer("third parties' login methods", (server) => {
  it('R7 a plugin that comes by the public contract logs in, and a change of what it refers to is used within 5 s', () =>
    withScene(server(), { plugins: PLUGINS }, async (scene) => {
      const { id, next } = jwtIdentity(scene);
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.createSecret('vault', { jwt: scene.canaries.plant('wrong') });
      await scene.apply({ name: 'app', ...third('acmeVault', { identityId: id, secretName: 'vault' }) });
      await scene.failed('app', 'InvalidCredentials');

      await scene.server.api.patch('secrets', scene.namespace, 'vault', { stringData: { jwt: next() } });
      const app = await scene.ready('app', { withinMs: 5_000 });
      expect(await scene.values('app')).to.deep.equal(content);
      expect(app.status?.['authMethod']).to.equal('acmeVault');
    }));

  it('settings that its schema refuses: PluginConfigInvalid, with plugin, field and remedy, and without the value', () =>
    withScene(server(), { plugins: PLUGINS }, async (scene) => {
      const { id, next } = jwtIdentity(scene);
      scene.plant('DB_URL');
      await scene.createSecret('vault', { jwt: next() });
      const config = { identityId: id, secretName: 'vault' };
      await scene.apply({ name: 'app', ...third('acmeVault', { ...config, mount: 'hush-hush' }) });
      const { message } = await scene.failed('app', 'PluginConfigInvalid');
      expect(message).to.match(
        /Plugin acme\.vault refuses spec\.authentication\.plugin\.config\.mount: must begin with kv\//,
      );
      expect(message)
        .to.match(/Correct the field/)
        .and.not.contain('hush-hush');

      await scene.apply({ name: 'app', ...third('acmeVault', { ...config, mount: 'kv/shop' }) });
      await scene.ready('app');
    }));

  it('a name that no plugin has: PluginUnavailable, with the names that there are', () =>
    withScene(server(), { plugins: PLUGINS }, async (scene) => {
      await scene.apply({ name: 'app', ...third('acmeVaults', {}) });
      const { message } = await scene.failed('app', 'PluginUnavailable');
      expect(message).to.match(/spec\.authentication\.plugin\.name: .*"acmeVaults".*acmeVault, acmeBroken/);
    }));

  it('the name of a built-in method is refused, and where it belongs is said', () =>
    withScene(server(), { plugins: PLUGINS }, async (scene) => {
      // A server that knows CEL refuses it at the door.
      const refusal = await scene
        .apply({ name: 'app', ...third('universalAuth', {}) })
        .then(async () => (await scene.failed('app', 'InvalidSpec')).message, String);
      expect(refusal).to.contain('use spec.authentication.universalAuth');
    }));

  it('a method that throws, hangs or gives nonsense fails those who use it with PluginFailed, and nobody else', () =>
    withScene(server(), { plugins: PLUGINS, operator: false }, async (scene) => {
      scene.plant('DB_URL');
      await scene.createSecret('word', { word: scene.canaries.plant('word') });
      const nameOf = (fault: Fault): string => fault.replace(' ', '-');
      for (const fault of FAULTS) {
        await scene.apply({ name: nameOf(fault), ...third('acmeBroken', { fault, secretName: 'word' }) });
      }
      await scene.apply({ name: 'sound' });
      const operator = await scene.startStoppedClock();
      await scene.ready('sound');
      // All but those that hang have ended; the time for a body is the longer one.
      await operator.pass(30_000, 1);
      for (const fault of FAULTS) {
        const { message } = await scene.failed(nameOf(fault), 'PluginFailed');
        expect(message).to.match(/^Plugin acme\.broken .*Look for the plugin in the log/);
      }
      expect(operator.log.filter((line) => line.includes('PassTimeout'))).to.deep.equal([]);
      expect((await scene.get('sound'))?.status).to.include({ state: 'synced' });
    }));
});
