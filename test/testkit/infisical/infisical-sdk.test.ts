import { InfisicalSDK } from '@infisical/sdk';
import { expect } from 'chai';
import {
  type EraId,
  type Infisical,
  type ProjectHandle,
  startInfisical,
} from '../../../src/testkit/infisical/index.ts';

const ERAS: readonly EraId[] = ['24', '26'];

/** The vendor's own client speaks to the emulator, so that both are not just right by our reading of the API. */
for (const era of ERAS) {
  describe(`Infisical emulator of ${era}: the vendor's Node client`, () => {
    let infisical: Infisical;
    let shop: ProjectHandle;
    let client: InfisicalSDK;
    const place = (): { projectId: string; environment: string; secretPath: string } => ({
      projectId: shop.id,
      environment: 'dev',
      secretPath: '/app',
    });

    beforeEach(async () => {
      infisical = await startInfisical({ era });
      shop = infisical.project({ slug: 'shop-site', environments: ['dev'] });
      infisical.secret(shop, 'dev', '/app', 'KEY', 'k-1', { comment: 'seeded' });
      infisical.secret(shop, 'dev', '/app', 'LOCAL', 'key is ${KEY}');
      infisical.secret(shop, 'dev', '/shared', 'REGION', 'eu');
      infisical.import(shop, 'dev', '/app', { fromEnv: 'dev', fromPath: '/shared' });
      const { clientId, clientSecret } = infisical.identity({ name: 'sdk', universal: {}, projects: [shop] });
      client = await new InfisicalSDK({ siteUrl: infisical.url })
        .auth()
        .universalAuth.login({ clientId, clientSecret });
    });

    afterEach(() => infisical.stop());

    it('logs in', () => {
      expect(client.auth().getAccessToken()).to.match(/^[\w-]+\.[\w-]+\.[\w-]+$/u);
    });

    it('is refused with a wrong secret', async () => {
      const wrong = new InfisicalSDK({ siteUrl: infisical.url })
        .auth()
        .universalAuth.login({ clientId: 'x', clientSecret: 'y' });
      const error = await wrong.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(String(error)).to.include(`[StatusCode=${era === '24' ? 403 : 401}]`);
    });

    it('lists, with references expanded as it asks by default', async () => {
      const { secrets } = await client.secrets().listSecrets(place());
      const values = Object.fromEntries(secrets.map(({ secretKey, secretValue }) => [secretKey, secretValue]));
      expect(values).to.deep.equal({ KEY: 'k-1', LOCAL: 'key is k-1' });
    });

    it('lists with imports', async () => {
      const secrets = await client.secrets().listSecretsWithImports(place());
      expect(secrets.map(({ secretKey }) => secretKey)).to.have.members(['KEY', 'LOCAL', 'REGION']);
    });

    it('hides values where the server can', async () => {
      const { secrets } = await client.secrets().listSecrets({ ...place(), viewSecretValue: false });
      const shown = secrets.some(({ secretValue }) => secretValue === 'k-1');
      expect(shown).to.equal(era === '24');
    });

    it('gets one', async () => {
      const secret = await client.secrets().getSecret({ ...place(), secretName: 'KEY' });
      expect(secret).to.include({ secretKey: 'KEY', secretValue: 'k-1', secretComment: 'seeded', version: 1 });
    });

    it('creates, updates and deletes', async () => {
      const { secret: created } = await client.secrets().createSecret('NEW', { ...place(), secretValue: ' v1 ' });
      expect(created).to.include({ secretKey: 'NEW', secretValue: 'v1', version: 1 });

      const { secret: updated } = await client.secrets().updateSecret('NEW', { ...place(), secretValue: 'v2' });
      expect(updated).to.include({ secretValue: 'v2', version: 2 });

      await client.secrets().deleteSecret('NEW', place());
      expect(infisical.secrets(shop, 'dev', '/app')).to.have.all.keys('KEY', 'LOCAL');
    });

    it('makes and lists folders', async () => {
      await client.folders().create({ projectId: shop.id, environment: 'dev', path: '/', name: 'extra' });
      const folders = await client.folders().listFolders({ projectId: shop.id, environment: 'dev', path: '/' });
      expect(folders.map(({ name }) => name)).to.have.members(['app', 'shared', 'extra']);
    });
  });
}
