import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PluginManifest } from '#kernel';
import type { Infisical } from '../../../src/testkit/infisical/index.ts';
import { universalAuth } from '../../builders/infisical-secret.ts';
import { CREDENTIALS, PROJECT, Scene, eventually, type Server } from '../harness/index.ts';

/** Where in Infisical everybody reads. */
export const SCOPE = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' } as const;

/** Opened to a tenant who takes no part: an attacker must not profit from it. */
const OPEN_TO_ANOTHER = { annotations: { 'secrets.infisical.com/allow-from': 'alice' } };

/** What of the operator a test decides. */
export interface TenantsOptions {
  readonly flags: Readonly<Record<string, string>>;
  readonly plugins?: readonly PluginManifest[];
}

/**
 * Two tenants of one operator: the attacker, in the namespace of the scene, and a bank. The bank has credentials of an identity that may read, objects of
 * each kind, and a resource that is well. Somebody runs a server that takes every login, and that the operator must never speak to.
 */
export class Tenants {
  private constructor(
    readonly scene: Scene,
    /** Namespace of the bank. */
    readonly bank: string,
    /** Namespace of the settings of the operator, which is open to all by its annotation. */
    readonly settings: string,
    readonly foreign: Infisical,
  ) {}

  static async open(server: Server, { flags, plugins = [] }: TenantsOptions): Promise<Tenants> {
    const scene = await Scene.open(server, { operator: false, plugins });
    try {
      scene.plant('DB_URL');
      const settings = await scene.createNamespace(`settings-${randomBytes(4).toString('hex')}`);
      const tenants = new Tenants(scene, await scene.createNamespace(), settings, await scene.startTwin());
      await tenants.furnish();
      await scene.startOperator({ configNamespace: settings, ...flags });
      await tenants.doBusiness();
      return tenants;
    } catch (error) {
      await scene.end();
      throw error;
    }
  }

  /** Every object of the bank and of the operator's settings, with its version: equal texts mean that nothing was touched. */
  async possessions(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const namespace of [this.bank, this.settings]) {
      for (const plural of ['secrets', 'configmaps', 'serviceaccounts'] as const) {
        for (const { metadata } of await this.scene.server.api.list(plural, namespace)) {
          found.push(`${plural} ${namespace}/${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`);
        }
      }
    }
    return found.sort();
  }

  /** What the operator has asked of objects of the bank so far, in the attacker's name or in the bank's own. */
  async requests(): Promise<readonly string[]> {
    const calls = await this.scene.operator.calls();
    return calls
      .filter(({ namespace, verb, resource }) => namespace === this.bank && verb !== 'list' && resource !== 'events')
      .map(({ verb, resource, subresource, name }) => [verb, resource, subresource, name].filter(Boolean).join(' '));
  }

  private async furnish(): Promise<void> {
    const { scene, bank, settings } = this;
    const { api } = scene.server;
    const secret = (name: string, content: Readonly<Record<string, string>>, annotations = {}): Promise<unknown> =>
      scene.createSecret(name, content, { annotations: { ...OPEN_TO_ANOTHER.annotations, ...annotations } }, bank);
    const configMap = (namespace: string, name: string, data: object): Promise<unknown> =>
      api.apply('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, ...{ data } });

    await api.patch('namespaces', '', bank, { metadata: OPEN_TO_ANOTHER });
    const clientSecret = scene.canaries.plant('bank');
    const universal = { clientId: bank, clientSecret };
    scene.infisical.identity({ name: 'bank', universal, projects: [PROJECT] });
    await secret(CREDENTIALS, universal);
    await secret('directory', { username: 'amy', password: scene.canaries.plant('password') });
    await secret('token', { infisicalToken: `st.id.${scene.canaries.plant('service-token')}` });
    await secret('vault', { word: scene.canaries.plant('vault') });
    await secret('ca', { 'ca.crt': '-----BEGIN CERTIFICATE-----' });
    await secret('plain', { word: scene.canaries.plant('plain') });
    await secret('adoptable', { word: 'a' }, { 'secrets.infisical.com/adopt': 'true' });
    await secret('legacy', { word: 'b' }, { 'secrets.infisical.com/version': '1' });
    const metadata = { namespace: bank, name: 'teller', ...OPEN_TO_ANOTHER };
    await api.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    await configMap(bank, 'ledger', { word: 'c' });
    await configMap(settings, 'infisical-config', { hostAPI: scene.infisical.url });
    const toAll = { annotations: { 'secrets.infisical.com/allow-from': '*' } };
    await api.patch('namespaces', '', settings, { metadata: toAll });
  }

  /** A resource of the bank that is well, with a target that is deleted with it. */
  private async doBusiness(): Promise<void> {
    const { scene, bank } = this;
    const authentication = universalAuth(CREDENTIALS, SCOPE);
    const targets = [{ secretName: 'managed', creationPolicy: 'Owner' }] as const;
    await scene.apply({ name: 'own', namespace: bank, authentication, targets });
    await scene.ready('own', {}, bank);
    // What a cluster puts into every namespace comes when it likes.
    await eventually('nothing more comes into the namespaces', async () => {
      const before = await this.possessions();
      await sleep(300);
      return (await this.possessions()).length === before.length || undefined;
    });
  }
}
