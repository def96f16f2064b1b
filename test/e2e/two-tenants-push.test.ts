import { expect } from 'chai';
import { readingPlugin } from '../builders/reading-plugin.ts';
import { PROJECT, PUSHED_TO, PushScene, onEachServer, type Server } from './harness/index.ts';
import { ABANDON } from './harness/with-push.ts';
import {
  FORGERIES,
  PUSH_CLOUD_ATTACKS,
  PUSH_HOST_ATTACKS,
  PUSH_POWER_ATTACKS,
  PUSH_REFERENCE_ATTACKS,
  attackersOwn,
  forge,
  looked,
  type PushAttack,
} from './two-tenants/push.ts';
import { Tenants, type TenantsOptions } from './two-tenants/tenants.ts';

/** Tries one attack, and looks whether anything of the bank or of a foreign host was reached, and anything pushed. */
async function attempt(tenants: Tenants, attack: PushAttack, name: string): Promise<void> {
  const { scene, foreign } = tenants;
  const push = new PushScene(scene);
  const before = { possessions: await tenants.possessions(), requests: await tenants.requests() };
  await scene.createSecret(name, { OWN: scene.canaries.plant('own') });
  await push.apply({ name, ...(await attack.weapon(tenants, name)) });
  expect((await push.failed(name, attack.ends)).message).to.match(attack.says ?? /\S \S/);
  expect(push.stored()).to.deep.equal({});
  expect(foreign.calls.count(), 'calls of the foreign host').to.equal(0);
  expect(await tenants.possessions()).to.deep.equal(before.possessions);
  const requests = (await tenants.requests()).slice(before.requests.length);
  expect(requests.filter((request) => !/^get (namespaces|secrets|serviceaccounts) /.test(request))).to.deep.equal([]);
  await push.delete(name);
  await push.gone(name);
}

function declareAttacks(
  server: () => Server,
  title: string,
  options: TenantsOptions,
  attacks: readonly PushAttack[],
): void {
  describe(title, () => {
    let tenants: Tenants;
    before(async () => {
      tenants = await Tenants.open(server(), options);
      tenants.scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
    });
    after(() => (tenants as Tenants | undefined)?.scene.end());

    for (const [index, attack] of attacks.entries()) {
      it(`${attack.title}: ${attack.ends}`, () => attempt(tenants, attack, `attack-${index}`));
    }

    it('has left nothing that was planted anywhere', async () => {
      expect(await tenants.scene.leaks()).to.deep.equal([]);
    });
  });
}

onEachServer('a tenant who pushes, against another', (server) => {
  for (const crossNamespace of ['Grant', 'Deny']) {
    const options = { flags: { crossNamespace }, plugins: [readingPlugin] };
    declareAttacks(server, `by references, under ${crossNamespace}`, options, PUSH_REFERENCE_ATTACKS);
  }
  declareAttacks(server, "by the operator's own identity, under Allow", { flags: {} }, PUSH_CLOUD_ATTACKS);
  declareAttacks(server, 'by templates', { flags: {} }, PUSH_POWER_ATTACKS);
  declareAttacks(
    server,
    'by the address of Infisical',
    { flags: { allowedHosts: 'inf.example.com' } },
    PUSH_HOST_ATTACKS,
  );

  describe('by a forged status, which deletes nothing that the credentials of the resource may not delete', () => {
    let tenants: Tenants;
    before(async () => {
      tenants = await Tenants.open(server(), { flags: {} });
    });
    after(() => (tenants as Tenants | undefined)?.scene.end());

    for (const [index, { title, forged }] of FORGERIES.entries()) {
      it(title, async () => {
        const { scene, foreign } = tenants;
        const name = `forger-${index}`;
        const banks = scene.infisical.secrets(PROJECT, 'dev', '/');
        const id = scene.infisical.secret(PROJECT, 'dev', '/', 'DB_URL', banks['DB_URL'] ?? '');
        const push = await attackersOwn(tenants, name);
        await forge(tenants, name, forged(tenants, id));
        await looked(tenants, push, name);
        await push.delete(name);
        await push.patch(name, { metadata: { annotations: { [ABANDON]: 'true' } } }).catch(() => undefined);
        await push.gone(name);
        expect(scene.infisical.secrets(PROJECT, 'dev', '/')).to.deep.equal(banks);
        expect(foreign.calls.count(), 'calls of the foreign host').to.equal(0);
      });
    }

    it('and what it names under another key than it has is let alone even where they may', async () => {
      const { scene } = tenants;
      const push = await attackersOwn(tenants, 'renamer');
      const id = scene.infisical.secret('evil-renamer', 'dev', PUSHED_TO, 'THEIRS', 't');
      await forge(tenants, 'renamer', { managedSecrets: { [id]: 'OTHER' } });
      await push.passes('renamer');
      await push.delete('renamer');
      await push.gone('renamer');
      expect(scene.infisical.secrets('evil-renamer', 'dev', PUSHED_TO)).to.deep.equal({ THEIRS: 't' });
    });

    it('has left nothing that was planted anywhere', async () => {
      expect(await tenants.scene.leaks()).to.deep.equal([]);
    });
  });
});
