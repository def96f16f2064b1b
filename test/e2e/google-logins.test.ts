import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { cloudFault, startGoogleCloud, type GoogleAccount, type GoogleCloud } from '#testkit';
import { PROJECT, onEachServer, withScene, type Scene } from './harness/index.ts';

const secretsScope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
const SUBJECT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJl';

type Check = ReturnType<GoogleCloud['idTokenCheck']>;

/** A resource that logs in by Google and is in place; gives what ends that login and asks for another. */
async function inPlace(
  scene: Scene,
  check: Check,
  method: 'gcpIdTokenAuth' | 'gcpIamAuth',
  fields: object = {},
): Promise<{ readonly content: Record<string, string>; readonly loginAnew: () => Promise<void> }> {
  const content = { DB_URL: scene.plant('DB_URL') };
  const identity = scene.infisical.identity({ name: 'google', gcp: check, projects: [PROJECT] });
  const authentication = { [method]: { identityId: identity.id, secretsScope, ...fields } };
  await scene.apply({ name: 'app', authentication });
  await scene.ready('app');
  expect(await scene.values('app')).to.deep.equal(content);
  return {
    content,
    loginAnew: async () => {
      scene.infisical.revokeTokens(identity);
      await scene.forceSync('app');
    },
  };
}

onEachServer('logins by the identity of Google Cloud', (server) => {
  let cloud: GoogleCloud;
  let account: GoogleAccount;
  let folder: string;
  beforeEach(async () => {
    cloud = await startGoogleCloud();
    account = cloud.serviceAccount();
    folder = await mkdtemp(join(tmpdir(), 'infisical-operator-pod-'));
  });
  afterEach(async () => {
    await cloud.stop();
    await rm(folder, { recursive: true });
  });

  const write = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  for (const era of ['26', '24'] as const) {
    it(`gcpIdTokenAuth, on a server of 20${era}; a refusal of the cloud keeps the target`, () => {
      cloud.machine.account = account;
      return withScene(server(), { infisical: { era }, environment: cloud.environment() }, async (scene) => {
        const { content, loginAnew } = await inPlace(
          scene,
          cloud.idTokenCheck({ accounts: [account] }),
          'gcpIdTokenAuth',
        );
        cloud.machine.account = undefined;
        await loginAnew();
        expect((await scene.failed('app', 'CloudRefused')).message).to.match(/get an id token .*HTTP 404/);
        expect(await scene.values('app')).to.deep.equal(content);
      });
    });

    it(`gcpIamAuth as the account of the machine, on a server of 20${era}; a refusal of the cloud keeps the target`, () => {
      cloud.machine.account = account;
      return withScene(server(), { infisical: { era }, environment: cloud.environment() }, async (scene) => {
        const { content, loginAnew } = await inPlace(
          scene,
          cloud.signedJwtCheck({ accounts: [account] }),
          'gcpIamAuth',
        );
        account.maySign = false;
        await loginAnew();
        expect((await scene.failed('app', 'CloudRefused')).message).to.match(/PERMISSION_DENIED: .*signJwt/);
        expect(await scene.values('app')).to.deep.equal(content);
      });
    });
  }

  it('gcpIdTokenAuth: when nobody answers, the target is kept, and all is well again by itself', () => {
    cloud.machine.account = account;
    return withScene(server(), { environment: cloud.environment() }, async (scene) => {
      const { content, loginAnew } = await inPlace(
        scene,
        cloud.idTokenCheck({ accounts: [account] }),
        'gcpIdTokenAuth',
      );
      cloud.server.fail(cloudFault.reset());
      await loginAnew();
      await scene.failed('app', 'CloudUnavailable');
      expect(await scene.values('app')).to.deep.equal(content);

      cloud.server.heal();
      const changed = { DB_URL: scene.plant('DB_URL') };
      await scene.holds('app', changed);
      await scene.ready('app');
    });
  });

  it('gcpIamAuth with a key file; a refusal of Infisical keeps the target', () =>
    withScene(server(), { environment: cloud.environment() }, async (scene) => {
      const accounts = [account];
      scene.canaries.watch(account.userKey.pem.slice(100, 140));
      const serviceAccountKeyFilePath = await write('key.json', cloud.keyFile(account));
      const check: Check = (material) => cloud.signedJwtCheck({ accounts })(material);
      const { content, loginAnew } = await inPlace(scene, check, 'gcpIamAuth', { serviceAccountKeyFilePath });
      accounts.splice(0, 1, cloud.serviceAccount());
      await loginAnew();
      await scene.failed('app', 'InvalidCredentials');
      expect(await scene.values('app')).to.deep.equal(content);
    }));

  it('gcpIamAuth by workload identity federation; a missing token file keeps the target', async () => {
    const tokenFile = await write('token', SUBJECT);
    account.subjectTokens.add(SUBJECT);
    const GOOGLE_APPLICATION_CREDENTIALS = await write('federation.json', cloud.federationFile(account, tokenFile));
    const environment = { ...cloud.environment(), GOOGLE_APPLICATION_CREDENTIALS };
    await withScene(server(), { environment }, async (scene) => {
      const { content, loginAnew } = await inPlace(scene, cloud.signedJwtCheck({ accounts: [account] }), 'gcpIamAuth');
      await rm(tokenFile);
      await loginAnew();
      expect((await scene.failed('app', 'CredentialsNotFound')).message).to.contain(tokenFile);
      expect(await scene.values('app')).to.deep.equal(content);
    });
  });
});
