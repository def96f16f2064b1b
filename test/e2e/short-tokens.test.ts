import { expect } from 'chai';
import { FakeClock } from '../../src/testkit/index.ts';
import { kubernetesAuth, universalAuth } from '../builders/infisical-secret.ts';
import { PROJECT, eventually, onEachServer, seededRandom, withScene } from './harness/index.ts';

const SCOPE = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
const MINUTE_MS = 60_000;
/** Logins of one identity: its token is replaced at 80 % of five seconds at the earliest. */
const MOST_LOGINS = (10 * MINUTE_MS) / 4_000 + 2;

onEachServer('tokens that live for five seconds', (server) => {
  it('R9 ten minutes with both kinds of login, and a client secret rotated in between: no pass fails', () => {
    const clock = new FakeClock();
    const infisical = { now: () => clock.now(), rateLimits: true } as const;
    return withScene(server(), { operator: false, infisical }, async (scene) => {
      const { namespace } = scene;
      scene.plant('DB_URL');
      const short = { ttlSeconds: 5, projects: [PROJECT] };
      const clientSecret = scene.canaries.plant('short');
      const universal = scene.infisical.identity({
        ...short,
        name: 'universal',
        universal: { clientId: 'short', clientSecret },
      });
      const kubernetes = scene.infisical.identity({
        ...short,
        name: 'kubernetes',
        kubernetes: { allowedNamespaces: namespace, allowedNames: 'shop' },
      });
      await scene.createSecret('short', { clientId: 'short', clientSecret });
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'shop' } };
      await scene.server.api.create('serviceaccounts', account);

      const operator = await scene.startStoppedClock({ clock, random: seededRandom(4) });
      const methods = {
        universal: universalAuth('short', SCOPE),
        kubernetes: kubernetesAuth(kubernetes.id, 'shop', [], SCOPE),
      };
      for (const [name, authentication] of Object.entries(methods)) {
        for (const index of [1, 2, 3])
          await scene.apply({ name: `${name}-${index}`, authentication, resyncInterval: 5 });
        for (const index of [1, 2, 3]) await scene.ready(`${name}-${index}`);
      }

      await operator.run(5 * MINUTE_MS);
      const next = scene.canaries.watch(scene.infisical.rotateClientSecret(universal));
      const before = operator.passes();
      await scene.server.api.patch('secrets', namespace, 'short', { stringData: { clientSecret: next } });
      await eventually('a pass of each with the new secret', () => operator.passes() >= before + 3 || undefined);
      await operator.run(5 * MINUTE_MS);

      expect(operator.book.ended.filter(({ state }) => state !== 'synced')).to.deep.equal([]);
      for (const [name, times] of operator.book.byName()) {
        expect(times.length, `passes of ${name}`).to.be.at.least((10 * MINUTE_MS) / 5_500);
      }
      const logins = scene.infisical.calls.list('auth.login');
      for (const method of ['universal', 'kubernetes']) {
        const own = logins.filter(({ route }) => route.includes(method));
        // Without shortened lives there would be one, or two after a rotation.
        expect(own.length, `logins by ${method}`).to.be.within(50, MOST_LOGINS);
      }
      expect(new Set(logins.map(({ status }) => status))).to.deep.equal(new Set([200]));
    });
  }).timeout(180_000);
});
