import { expect } from 'chai';
import { aCertificate } from '../builders/certificate.ts';
import { kubernetesAuth, ldapAuth, serviceTokenAuth } from '../builders/infisical-secret.ts';
import { PROJECT, onEachServer, reviewBy, withScene } from './harness/index.ts';

onEachServer('logins', (server) => {
  for (const era of ['26', '24'] as const) {
    it(`serviceToken, on a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const content = { DB_URL: scene.plant('DB_URL') };
        const token = scene.infisical.serviceToken(PROJECT, {
          scopes: [{ environment: 'dev', secretPath: '/' }],
          permissions: ['read'],
        });
        await scene.createSecret('token', { infisicalToken: scene.canaries.watch(token) });
        await scene.apply({
          name: 'app',
          authentication: serviceTokenAuth('token', { envSlug: 'dev', secretsPath: '/' }),
        });
        await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal(content);
        expect(scene.infisical.calls.count('auth.login')).to.equal(0);
      }));

    it(`tokenSecretReference, with the scope of the token, on a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        scene.plant('DB_URL');
        const content = { API_KEY: scene.plant('API_KEY', '/', 'prod') };
        const token = scene.infisical.serviceToken(PROJECT, {
          scopes: [{ environment: 'prod', secretPath: '/' }],
          permissions: ['read'],
        });
        await scene.createSecret('token', { infisicalToken: scene.canaries.watch(token) });
        await scene.apply({ name: 'app', tokenSecretReference: { secretName: 'token' } });
        await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal(content);
      }));

    it(`kubernetesAuth, on a server of 20${era}, with tokens that the API server reviews`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const content = { DB_URL: scene.plant('DB_URL') };
        const { namespace } = scene;
        const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'shop' } };
        await scene.server.api.create('serviceaccounts', account);
        const seen: string[] = [];
        const identity = scene.infisical.identity({
          name: 'kubernetes',
          kubernetes: {
            verify: async (jwt, audiences) => {
              seen.push(scene.canaries.watch(jwt));
              return reviewBy(scene.server, jwt, audiences ?? ['infisical']);
            },
            allowedNamespaces: namespace,
            allowedNames: 'shop',
            allowedAudience: 'infisical',
          },
          projects: [PROJECT],
        });
        const scope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
        await scene.apply({ name: 'app', authentication: kubernetesAuth(identity.id, 'shop', ['infisical'], scope) });
        await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal(content);

        // R9: a revoked token leads to one login more, with a token of its own.
        scene.infisical.revokeTokens(identity);
        scene.infisical.secret(PROJECT, 'dev', '/', 'DB_URL', 'changed');
        await scene.forceSync('app');
        await scene.holds('app', { DB_URL: 'changed' });
        expect(new Set(seen).size).to.equal(2);
        expect(scene.infisical.calls.count('auth.login')).to.equal(2);
      }));
  }

  it('R7 ldapAuth, with a password that is used as soon as it is corrected', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const [right, wrong] = [scene.canaries.plant('right'), scene.canaries.plant('wrong')];
      const directory = (sent: Readonly<Record<string, string>>): boolean =>
        sent['username'] === 'amy' && sent['password'] === right;
      const { id } = scene.infisical.identity({ name: 'ldap', ldap: directory, projects: [PROJECT] });
      await scene.createSecret('directory', { username: 'amy', password: wrong });
      const scope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
      await scene.apply({ name: 'app', authentication: ldapAuth(id, 'directory', scope) });
      await scene.failed('app', 'InvalidCredentials');
      await scene.server.api.patch('secrets', scene.namespace, 'directory', { stringData: { password: right } });
      await scene.ready('app', { withinMs: 5_000 });
      expect(await scene.values('app')).to.deep.equal(content);
    }));

  it('ldapAuth on a server of 2024, which knows no such login: InvalidSpec', () =>
    withScene(server(), { infisical: { era: '24' } }, async (scene) => {
      const { id } = scene.infisical.identity({ name: 'ldap', ldap: () => true, projects: [PROJECT] });
      await scene.createSecret('directory', { username: 'amy', password: scene.canaries.plant('password') });
      const scope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
      await scene.apply({ name: 'app', authentication: ldapAuth(id, 'directory', scope) });
      expect((await scene.failed('app', 'InvalidSpec')).message).to.match(/log in \(ldap\).*no login of this kind/);
    }));

  it('R9 a revoked token and a rotated client secret lead to one login each, and to no failure', () =>
    withScene(server(), {}, async (scene) => {
      const clientSecret = scene.canaries.plant('rotated');
      const handle = scene.infisical.identity({
        name: 'r9',
        universal: { clientId: 'r9', clientSecret },
        projects: [PROJECT],
      });
      await scene.createSecret('r9', { clientId: 'r9', clientSecret });
      const credentialsRef = { secretName: 'r9' };
      const secretsScope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
      scene.plant('DB_URL');
      await scene.apply({ name: 'app', authentication: { universalAuth: { credentialsRef, secretsScope } } });
      await scene.ready('app');
      scene.infisical.revokeTokens(handle);
      const revoked = scene.plant('DB_URL');
      await scene.forceSync('app');
      await scene.holds('app', { DB_URL: revoked });

      const next = scene.canaries.watch(scene.infisical.rotateClientSecret(handle));
      scene.infisical.revokeTokens(handle);
      await scene.server.api.patch('secrets', scene.namespace, 'r9', { stringData: { clientSecret: next } });
      const rotated = scene.plant('DB_URL');
      await scene.forceSync('app');
      await scene.holds('app', { DB_URL: rotated });
      expect(scene.infisical.calls.count('auth.login')).to.equal(3);
      expect(scene.operator.log.filter((line) => line.includes('not synced'))).to.deep.equal([]);
    }));

  it('R7 a CA bundle is used for https, and as soon as it is corrected', () => {
    const [right, wrong] = [aCertificate(), aCertificate()];
    return withScene(server(), { infisical: { tls: right } }, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const remark = `# ${scene.canaries.plant('ca')}\n`;
      await scene.createSecret('ca', { 'ca.crt': remark + wrong.cert });
      await scene.apply({ name: 'app', tls: { caRef: { secretName: 'ca', key: 'ca.crt' } } });
      expect((await scene.failed('app', 'HostUnreachable')).message).to.match(/certificate/);
      await scene.server.api.patch('secrets', scene.namespace, 'ca', { stringData: { 'ca.crt': remark + right.cert } });
      await scene.ready('app', { withinMs: 5_000 });
      expect(await scene.values('app')).to.deep.equal(content);
    });
  });
});
