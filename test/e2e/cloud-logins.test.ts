import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { cloudFault, startAws, startAzure, type Aws, type Azure } from '#testkit';
import { PROJECT, onEachServer, withScene, type Scene } from './harness/index.ts';

const secretsScope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
const MANAGEMENT = 'https://management.azure.com/';

/** Ends the login that there is, and asks for a pass that needs another. */
async function loginAnew(scene: Scene, identity: Parameters<Scene['infisical']['revokeTokens']>[0]): Promise<void> {
  scene.infisical.revokeTokens(identity);
  await scene.forceSync('app');
}

/** Runs with a file that holds the token of a pod, which nobody but the cloud may see. */
async function withTokenFile(run: (file: string, token: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-pod-'));
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJl';
  await writeFile(join(folder, 'token'), token);
  try {
    await run(join(folder, 'token'), token);
  } finally {
    await rm(folder, { recursive: true });
  }
}

onEachServer('logins by the identity of a cloud', (server) => {
  describe('awsIamAuth', () => {
    let aws: Aws;
    beforeEach(async () => {
      aws = await startAws();
    });
    afterEach(() => aws.stop());

    for (const era of ['26', '24'] as const) {
      it(`as the role of the pod (IRSA), on a server of 20${era}; a refusal of the cloud keeps the target`, () =>
        withTokenFile((file, token) => {
          const webIdentityTokens = [token];
          const role = aws.account.role('shop', { webIdentityTokens });
          // A server of 2024 asks one address: the administrator has set it to the region of the operator.
          const stsEndpoint = 'https://sts.eu-central-1.amazonaws.com/';
          const environment = aws.irsaEnvironment(role, file);
          return withScene(server(), { infisical: { era }, environment }, async (scene) => {
            const content = { DB_URL: scene.plant('DB_URL') };
            const identity = scene.infisical.identity({
              name: 'aws',
              aws: aws.check({ era, stsEndpoint, allowedArns: [role.arn] }),
              projects: [PROJECT],
            });
            await scene.apply({
              name: 'app',
              authentication: { awsIamAuth: { identityId: identity.id, secretsScope } },
            });
            await scene.ready('app');
            expect(await scene.values('app')).to.deep.equal(content);

            webIdentityTokens.length = 0;
            await loginAnew(scene, identity);
            const { message } = await scene.failed('app', 'CloudRefused');
            expect(message).to.match(/AccessDenied/);
            expect(await scene.values('app')).to.deep.equal(content);
          });
        }));
    }

    it('as the user of keys in the environment; a refusal of Infisical keeps the target', () => {
      const user = aws.account.user('operator');
      return withScene(server(), { environment: aws.userEnvironment(user) }, async (scene) => {
        scene.canaries.watch(user.secretAccessKey);
        const content = { DB_URL: scene.plant('DB_URL') };
        const identity = scene.infisical.identity({
          name: 'aws',
          aws: aws.check({ era: '26', allowedArns: [user.arn] }),
          projects: [PROJECT],
        });
        await scene.apply({ name: 'app', authentication: { awsIamAuth: { identityId: identity.id, secretsScope } } });
        await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal(content);

        aws.account.revoke(user);
        await loginAnew(scene, identity);
        await scene.failed('app', 'InvalidCredentials');
        expect(await scene.values('app')).to.deep.equal(content);
      });
    });

    it('as the role of the instance; when nobody answers, the target is kept', () => {
      const role = aws.account.role('node');
      aws.instance.role = role;
      return withScene(server(), { environment: aws.instanceEnvironment() }, async (scene) => {
        const content = { DB_URL: scene.plant('DB_URL') };
        const identity = scene.infisical.identity({
          name: 'aws',
          aws: aws.check({ era: '26', allowedArns: [role.arn] }),
          projects: [PROJECT],
        });
        await scene.apply({ name: 'app', authentication: { awsIamAuth: { identityId: identity.id, secretsScope } } });
        await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal(content);

        aws.server.fail(cloudFault.reset());
        await loginAnew(scene, identity);
        await scene.failed('app', 'CloudUnavailable');
        expect(await scene.values('app')).to.deep.equal(content);

        aws.server.heal();
        const changed = { DB_URL: scene.plant('DB_URL') };
        await scene.holds('app', changed);
        await scene.ready('app');
      });
    });
  });

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

    it('as the workload identity of the pod; a refusal of Infisical keeps the target', () =>
      withTokenFile((file, assertion) => {
        const own = azure.identity({ assigned: false, assertions: [assertion] });
        const allowed = [own];
        return withScene(server(), { environment: azure.podEnvironment(own, file) }, async (scene) => {
          const content = { DB_URL: scene.plant('DB_URL') };
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
      }));
  });
});
