import { expect } from 'chai';
import { z } from 'zod';
import { storedTokenAuth } from '../builders/infisical-secret.ts';
import { PROJECT, eventually, onEachServer, reviewBy, withScene, type Scene } from './harness/index.ts';

const SOON = { withinMs: 5_000 };
const TYPE = 'kubernetes.io/service-account-token';
const Token = z.object({ status: z.object({ token: z.string() }) });

/** A ServiceAccount `shop`, and an identity that takes its tokens and notes them. */
class World {
  readonly presented: string[] = [];
  readonly authentication: object;

  constructor(readonly scene: Scene) {
    const { id } = scene.infisical.identity({
      name: 'kubernetes',
      kubernetes: {
        verify: (jwt, audiences) => {
          this.presented.push(scene.canaries.watch(jwt));
          return reviewBy(scene.server, jwt, audiences);
        },
        allowedNamespaces: scene.namespace,
        allowedNames: 'shop',
      },
      projects: [PROJECT],
    });
    this.authentication = storedTokenAuth(id, 'shop', { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' });
    scene.plant('DB_URL');
  }

  async createAccount(secrets: readonly string[] = []): Promise<void> {
    const { namespace } = this.scene;
    const metadata = { namespace, name: 'shop' };
    const listed = { secrets: secrets.map((name) => ({ name })) };
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata, ...listed };
    await this.scene.server.api.create('serviceaccounts', account);
  }

  /** Creates a token Secret; on a real server it is filled at once by a controller, on the emulator by `fill`. */
  async createTokenSecret(name: string): Promise<void> {
    const { server, namespace } = this.scene;
    const metadata = { namespace, name, annotations: { 'kubernetes.io/service-account.name': 'shop' } };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type: TYPE };
    await server.api.create('secrets', secret);
  }

  /** Sees to it that a token Secret holds a token, and gives that. */
  async fill(name: string): Promise<string> {
    const { server, namespace } = this.scene;
    if (!server.makesTokens) {
      const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
      const { status } = Token.parse(await server.api.ask('serviceaccounts', namespace, 'shop', 'token', request));
      await server.api.patch('secrets', namespace, name, { stringData: { token: status.token } });
    }
    return eventually(`a token in ${name}`, async () => (await this.scene.values(name))['token']);
  }

  /** Tokens that the operator had minted so far. */
  async minted(): Promise<number> {
    const calls = await this.scene.operator.calls();
    return calls.filter(({ resource, subresource }) => resource === 'serviceaccounts' && subresource === 'token')
      .length;
  }

  /** Waits for a login with this token. */
  async presents(token: string): Promise<void> {
    await eventually('a login with the token', () => this.presented.includes(token) || undefined, SOON);
  }
}

onEachServer('stored tokens of ServiceAccounts', (server) => {
  for (const era of ['26', '24'] as const) {
    it(`a token Secret that the ServiceAccount lists is used before one that is annotated, on a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const world = new World(scene);
        await world.createAccount(['z-listed']);
        for (const name of ['a-annotated', 'z-listed']) await world.createTokenSecret(name);
        const listed = (await world.fill('a-annotated'), await world.fill('z-listed'));
        await scene.apply({ name: 'app', authentication: world.authentication });
        await scene.ready('app');
        expect(world.presented).to.deep.equal([listed]);
        expect(await world.minted()).to.equal(0);
      }));
  }

  it('R7 without a token Secret tokens are minted; one that appears or goes is acted on within 5 s', () =>
    withScene(server(), {}, async (scene) => {
      const world = new World(scene);
      await world.createAccount();
      await scene.apply({ name: 'app', authentication: world.authentication });
      await scene.ready('app');
      expect(await world.minted()).to.equal(1);

      await world.createTokenSecret('stored');
      await world.presents(await world.fill('stored'));
      await scene.ready('app', SOON);
      expect(await world.minted()).to.equal(1);

      // The access token of the first login is still good, and is used again.
      scene.infisical.calls.reset();
      const before = passesOf(scene);
      await scene.server.api.delete('secrets', scene.namespace, 'stored');
      await eventually('a pass', () => passesOf(scene) > before || undefined, SOON);
      await scene.ready('app');
      expect(scene.infisical.calls.count('auth.login')).to.equal(0);
    }));

  it('R7 a token Secret that waits for its token: CredentialsIncomplete, until it is there', () =>
    withScene(server(), {}, async (scene) => {
      const world = new World(scene);
      await world.createAccount();
      await world.createTokenSecret('stored');
      // A real server fills it before anybody could look.
      if (scene.server.makesTokens) await world.fill('stored');
      await scene.apply({ name: 'app', authentication: world.authentication });
      if (!scene.server.makesTokens) {
        const { message } = await scene.failed('app', 'CredentialsIncomplete');
        expect(message).to.match(/Secret \S+\/stored holds no token of ServiceAccount \S+\/shop yet.*token controller/);
      }
      await world.presents(await world.fill('stored'));
      await scene.ready('app', SOON);
    }));

  it('R7 a missing ServiceAccount: CredentialsNotFound, until it is there', () =>
    withScene(server(), {}, async (scene) => {
      const world = new World(scene);
      await scene.apply({ name: 'app', authentication: world.authentication });
      expect((await scene.failed('app', 'CredentialsNotFound')).message).to.match(
        /ServiceAccount \S+\/shop does not exist/,
      );
      await world.createAccount();
      await scene.ready('app', SOON);
    }));
});

function passesOf(scene: Scene): number {
  return scene.operator.log.filter((line) => line.includes('"msg":"pass ended"')).length;
}
