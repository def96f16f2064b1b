import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startAzure, type Azure } from '#testkit';
import { PROJECT, onEachServer, withScene, type Scene } from './harness/index.ts';

const secretsScope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
const MANAGEMENT = 'https://management.azure.com/';

/** Ends the login that there is, and asks for a pass that needs another. */
async function loginAnew(scene: Scene, identity: Parameters<Scene['infisical']['revokeTokens']>[0]): Promise<void> {
  scene.infisical.revokeTokens(identity);
  await scene.forceSync('app');
}

onEachServer('logins by the identity of a cloud', (server) => {
  describe('azureAuth', () => {
    let azure: Azure;
    beforeEach(async () => {
      azure = await startAzure();
    });
    afterEach(() => azure.stop());

    for (const era of ['26', '24'] as const) {
      it(`as the managed identity of the node, on a server of 20${era}; a refusal of the cloud keeps the target`, () =>
        withScene(server(), { infisical: { era }, environment: azure.nodeEnvironment() }, async (scene) => {
          const content = { DB_URL: scene.plant('DB_URL') };
          azure.identity();
          const own = azure.identity();
          const identity = scene.infisical.identity({
            name: 'azure',
            azure: azure.check(MANAGEMENT, [own]),
            projects: [PROJECT],
          });
          const resource = `${MANAGEMENT}&client_id=${own.clientId}`;
          await scene.apply({
            name: 'app',
            authentication: { azureAuth: { identityId: identity.id, resource, secretsScope } },
          });
          await scene.ready('app');
          expect(await scene.values('app')).to.deep.equal(content);

          azure.remove(own);
          await loginAnew(scene, identity);
          expect((await scene.failed('app', 'CloudRefused')).message).to.match(/Identity not found/);
          expect(await scene.values('app')).to.deep.equal(content);
        }));
    }

    it('as the workload identity of the pod; a refusal of Infisical keeps the target', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-azure-'));
      const assertion = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJl';
      await writeFile(join(folder, 'token'), assertion);
      const own = azure.identity({ assigned: false, assertions: [assertion] });
      const environment = azure.podEnvironment(own, join(folder, 'token'));
      const allowed = [own];
      try {
        await withScene(server(), { environment }, async (scene) => {
          const content = { DB_URL: scene.plant('DB_URL') };
          scene.canaries.watch(assertion);
          const identity = scene.infisical.identity({
            name: 'azure',
            azure: (material) => azure.check(MANAGEMENT, allowed)(material),
            projects: [PROJECT],
          });
          await scene.apply({ name: 'app', authentication: { azureAuth: { identityId: identity.id, secretsScope } } });
          await scene.ready('app');
          expect(await scene.values('app')).to.deep.equal(content);

          // One call of the cloud for one login, whatever the number of passes.
          const changed = { DB_URL: scene.plant('DB_URL') };
          await scene.forceSync('app');
          await scene.holds('app', changed);
          expect(azure.server.requests.length).to.equal(1);

          allowed.length = 0;
          await loginAnew(scene, identity);
          await scene.failed('app', 'InvalidCredentials');
          expect(await scene.values('app')).to.deep.equal(changed);
        });
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
});
