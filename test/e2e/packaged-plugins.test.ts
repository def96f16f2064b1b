import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BAD_PLUGINS, badEntry, type BadPlugin } from '../builders/bad-plugins.ts';
import { entryOf, exampleEntry, writePlugin } from '../builders/plugin-folders.ts';
import { PROJECT, eventually, onEachServer, withScene, type Scene } from './harness/index.ts';

const secretsScope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };

/** `spec.authentication` that names a third party's method. */
function third(name: string, config: object): { readonly authentication: object } {
  return { authentication: { plugin: { name, config, secretsScope } } };
}

/** A Secret with a word that an identity takes; gives the settings of a plugin that logs in with it. */
async function wordOf(scene: Scene): Promise<object> {
  const word = scene.canaries.plant('word');
  const { id } = scene.infisical.identity({ name: 'jwt', jwt: ({ jwt }) => jwt === word, projects: [PROJECT] });
  await scene.createSecret('word', { word });
  return { secretName: 'word', identityId: id };
}

onEachServer('plugins that come as folders', (server) => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infisical-plugins-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('oidc-file: the token in a file of the operator logs in', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const token = scene.canaries.plant('oidc');
      const { id } = scene.infisical.identity({ name: 'oidc', oidc: ({ jwt }) => jwt === token, projects: [PROJECT] });
      const content = { DB_URL: scene.plant('DB_URL') };
      const tokenFile = join(folder, 'token');
      const entry = await exampleEntry('oidc-file', 'oidcFile', { tokenFile });
      await scene.startOperator({ extraPlugins: JSON.stringify([entry]) });
      await scene.apply({ name: 'app', ...third('oidcFile', { identityId: id }) });
      const { message } = await scene.failed('app', 'CredentialsNotFound');
      expect(message).to.match(/^Plugin example\.oidc-file: The operator has no token in the file .*\/token\./);

      await writeFile(tokenFile, `${token}\n`);
      await scene.apply({ name: 'app', ...third('oidcFile', { identityId: id }), resyncInterval: 30 });
      await scene.ready('app');
      expect(await scene.values('app')).to.deep.equal(content);
    }));

  it('bad plugins fail those who use them with a reason of their own, and nobody else', function () {
    this.timeout(60_000);
    return withScene(server(), { operator: false }, async (scene) => {
      scene.plant('DB_URL');
      const config = await wordOf(scene);
      const entries = [await entryOf(await writePlugin(folder), 'acme')];
      for (const bad of BAD_PLUGINS) entries.push(await badEntry(folder, bad));
      for (const { key } of BAD_PLUGINS) await scene.apply({ name: key.toLowerCase(), ...third(key, config) });
      await scene.apply({ name: 'built-in' });
      await scene.apply({ name: 'packaged', ...third('acme', config) });
      const operator = await scene.startStoppedClock({ flags: { extraPlugins: JSON.stringify(entries) } });
      for (const name of ['built-in', 'packaged']) await scene.ready(name);
      const told = async ({ key, reason, says }: BadPlugin): Promise<void> => {
        const { message } = await scene.failed(key.toLowerCase(), reason);
        expect(message).to.match(says);
      };
      const [hangs, others] = [
        BAD_PLUGINS.filter(({ key }) => key === 'hangs'),
        BAD_PLUGINS.filter(({ key }) => key !== 'hangs'),
      ];
      for (const bad of others) await told(bad);
      const isLogged = (text: string): true | undefined =>
        operator.log.some((line) => line.includes(text)) || undefined;
      // Its process loads in real time; time stands still until then.
      await eventually('the plugin that hangs is loaded', () =>
        isLogged('"plugin":"acme.hangs","msg":"a plugin is loaded"'),
      );
      await eventually('the process that hangs has ended', async () => {
        await operator.pass(12_000, 0);
        return isLogged('"why":"Plugin acme.hangs did not end a call');
      });
      for (const bad of hangs) await told(bad);
      for (const name of ['built-in', 'packaged']) {
        expect((await scene.get(name))?.status).to.include({ state: 'synced' });
      }
    });
  });

  it("what a plugin prints is in no output of the operator's process", async function () {
    this.timeout(60_000);
    await withScene(server(), { operator: false }, async (scene) => {
      scene.plant('DB_URL');
      const config = await wordOf(scene);
      const prints = BAD_PLUGINS.filter(({ key }) => key === 'prints');
      const entries = [await entryOf(await writePlugin(folder), 'acme')];
      for (const bad of prints) entries.push(await badEntry(folder, bad));
      await scene.apply({ name: 'prints', ...third('prints', config) });
      await scene.apply({ name: 'packaged', ...third('acme', config) });
      // The lines of its output are searched for the word when the scene ends.
      const operator = await scene.startProcess({
        hostAPI: scene.infisical.url,
        extraPlugins: JSON.stringify(entries),
      });
      await scene.failed('prints', 'InvalidCredentials');
      await scene.ready('packaged');
      await eventually(
        'the output was told of',
        () => operator.log.some((line) => line.includes('a plugin prints')) || undefined,
      );
    });
  });
});
