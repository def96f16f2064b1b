import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { aCertificate } from '../builders/certificate.ts';
import { PROJECT, conditionOf, eventually, onEachServer, withScene, type Scene } from './harness/index.ts';

/** What a change of a setting may take. */
const WITHIN_5_S = { withinMs: 5_000 };

/** A scene whose operator has its settings in a namespace that is not there yet. */
async function withSettings(
  server: Parameters<typeof withScene>[0],
  flags: (scene: Scene) => Readonly<Record<string, string>>,
  test: (scene: Scene, settings: Settings) => Promise<void>,
): Promise<void> {
  const configNamespace = `config-${randomBytes(4).toString('hex')}`;
  await withScene(server, { operator: false }, async (scene) => {
    await scene.startOperator({ configNamespace, ...flags(scene) });
    await test(scene, new Settings(scene, configNamespace));
  });
}

/** The ConfigMap `infisical-config` of one operator. */
class Settings {
  constructor(
    private readonly scene: Scene,
    readonly namespace: string,
  ) {}

  async set(data: Readonly<Record<string, string>>): Promise<void> {
    const metadata = { namespace: this.namespace, name: 'infisical-config' };
    await this.scene.server.api.apply('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...{ data } });
  }

  async remove(): Promise<void> {
    await this.scene.server.api.delete('configmaps', this.namespace, 'infisical-config');
  }
}

/** Waits until a resource is not ready for this reason, in these words. */
async function failsWith(scene: Scene, name: string, reason: string, says: RegExp): Promise<void> {
  const ready = async (): Promise<ReturnType<typeof conditionOf>> => conditionOf(await scene.get(name), 'Ready');
  await eventually(
    `${name} fails with ${reason}: ${String(says)}`,
    async () => {
      const { status, reason: present, message = '' } = (await ready()) ?? {};
      return (status === 'False' && present === reason && says.test(message)) || undefined;
    },
    WITHIN_5_S,
    ready,
  );
}

/** Nothing serves here. */
const NOWHERE = 'http://127.0.0.1:1';

onEachServer('settings for all resources', (server) => {
  it('R7 hostAPI of infisical-config is used where a resource names none, while all is well', () =>
    withSettings(
      server(),
      () => ({ hostAPI: NOWHERE }),
      async (scene, settings) => {
        const content = { DB_URL: scene.plant('DB_URL') };
        await scene.createNamespace(settings.namespace);
        await scene.apply({ name: 'app', hostAPI: '' });
        await scene.failed('app', 'HostUnreachable');
        await settings.set({ hostAPI: scene.infisical.url });
        await scene.holds('app', content, WITHIN_5_S);
        await scene.ready('app');

        const second = await scene.startTwin();
        second.secret(PROJECT, 'dev', '/', 'DB_URL', 'from the second');
        await settings.set({ hostAPI: `${second.url}/api/` });
        await scene.holds('app', { DB_URL: 'from the second' }, WITHIN_5_S);

        await settings.remove();
        await scene.failed('app', 'HostUnreachable', WITHIN_5_S);
        expect(await scene.values('app')).to.deep.equal({ DB_URL: 'from the second' });
      },
    ));

  it('R7 each key of tls.caRef, and the Secret that they name, are used as they change, also outside of --namespaces', () =>
    withSettings(
      server(),
      (scene) => ({ namespaces: scene.namespace }),
      async (scene, settings) => {
        const certificate = aCertificate();
        const secure = await scene.startTwin({ tls: certificate });
        secure.secret(PROJECT, 'dev', '/', 'DB_URL', 'over TLS');
        await scene.createNamespace(settings.namespace);
        const trust = await scene.createNamespace();
        await scene.createSecret('own', { good: certificate.cert }, {}, settings.namespace);
        await scene.createSecret('ca', { good: certificate.cert, bad: aCertificate().cert }, {}, trust);
        const good = {
          hostAPI: secure.url,
          'tls.caRef.secretName': 'ca',
          'tls.caRef.secretNamespace': trust,
          'tls.caRef.key': 'good',
        };
        const bundle = (data: Readonly<Record<string, string>>): Promise<unknown> =>
          scene.server.api.patch('secrets', trust, 'ca', { stringData: data });

        await scene.apply({ name: 'app', hostAPI: '' });
        await settings.set({ hostAPI: secure.url });
        await failsWith(scene, 'app', 'HostUnreachable', /certificate/);
        await settings.set(good);
        await scene.holds('app', { DB_URL: 'over TLS' }, WITHIN_5_S);
        await scene.ready('app', WITHIN_5_S);

        await settings.set({ ...good, 'tls.caRef.key': 'bad' });
        await failsWith(scene, 'app', 'HostUnreachable', /certificate/);
        await settings.set({ ...good, 'tls.caRef.key': 'nothing' });
        await failsWith(
          scene,
          'app',
          'CaInvalid',
          new RegExp(`infisical-config: tls\\.caRef: Secret ${trust}/ca has no key nothing`),
        );
        await settings.set({ ...good, 'tls.caRef.secretNamespace': '' });
        await failsWith(scene, 'app', 'CaInvalid', new RegExp(`Secret ${settings.namespace}/ca does not exist`));
        await settings.set({ ...good, 'tls.caRef.secretNamespace': '', 'tls.caRef.secretName': 'own' });
        await scene.ready('app', WITHIN_5_S);

        await settings.set(good);
        await scene.ready('app', WITHIN_5_S);
        await bundle({ good: 'no certificate any more' });
        await failsWith(scene, 'app', 'CaInvalid', /holds no certificate/);
        await bundle({ good: certificate.cert });
        await scene.ready('app', WITHIN_5_S);
      },
    ));

  it('says, on the resources that rely on it and on no other, which key of infisical-config is no good', () =>
    withSettings(
      server(),
      (scene) => ({ hostAPI: scene.infisical.url }),
      async (scene, settings) => {
        scene.plant('DB_URL');
        await scene.createNamespace(settings.namespace);
        await settings.set({ hostAPI: 'infisical.example', 'tls.caRef.secretName': 'ca' });
        await scene.apply({ name: 'relies', hostAPI: '' });
        await scene.apply({ name: 'names-a-host' });
        await failsWith(
          scene,
          'relies',
          'CaInvalid',
          /infisical-config: tls\.caRef\.secretName is set and \S+\.key is not/,
        );
        await scene.failed('names-a-host', 'CaInvalid', WITHIN_5_S);

        await settings.set({ hostAPI: 'infisical.example' });
        await failsWith(scene, 'relies', 'HostInvalid', /hostAPI of ConfigMap \S+\/infisical-config is not a URL/);
        await scene.ready('names-a-host', WITHIN_5_S);

        await settings.set({ hostAPI: 'ftp://infisical.example' });
        await failsWith(scene, 'relies', 'HostInvalid', /its scheme is not https/);
        await settings.remove();
        await scene.ready('relies', WITHIN_5_S);
      },
    ));
});
