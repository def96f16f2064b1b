import { expect } from 'chai';
import { readingPlugin } from '../builders/reading-plugin.ts';
import type { Reason } from '#kernel';
import { onEachServer, type ResourceOptions, type Server } from './harness/index.ts';
import type { Attack } from './two-tenants/attack.ts';
import { CLOUD_ATTACKS, HOST_ATTACKS } from './two-tenants/hosts.ts';
import { POWER_ATTACKS } from './two-tenants/powers.ts';
import { REFERENCE_ATTACKS } from './two-tenants/references.ts';
import { Tenants, type TenantsOptions } from './two-tenants/tenants.ts';

/** The words in which a resource is refused for this reason. */
async function refusal({ scene }: Tenants, ends: Reason | 'admission', resource: ResourceOptions): Promise<string> {
  if (ends !== 'admission') {
    await scene.apply(resource);
    return (await scene.failed(resource.name, ends)).message;
  }
  try {
    await scene.apply(resource);
  } catch (error) {
    return String(error);
  }
  // The emulator evaluates no rules, and neither does an old definition: the operator has the last word.
  expect(scene.server.name).to.equal('the emulator');
  return (await scene.failed(resource.name, 'InvalidSpec')).message;
}

/** Tries one attack, and looks whether anything of the bank, of the settings or of a foreign host was reached. */
async function attempt(tenants: Tenants, attack: Attack, name: string): Promise<void> {
  const { scene, foreign } = tenants;
  const before = { possessions: await tenants.possessions(), requests: await tenants.requests() };
  const weapon = await attack.weapon(tenants, name);
  if (attack.ends === 'harmless') {
    await scene.apply({ name, ...weapon });
    await scene.ready(name);
  } else {
    expect(await refusal(tenants, attack.ends, { name, ...weapon })).to.match(attack.says ?? /\S \S/);
  }
  if (attack.keepsLoot !== true) expect(await scene.secret(name)).to.equal(undefined);
  expect(foreign.calls.count(), 'calls of the foreign host').to.equal(0);
  expect(await tenants.possessions()).to.deep.equal(before.possessions);
  // A look at metadata is what a grant is looked for with; it is all that there may be, and only where grants count.
  const requests = (await tenants.requests()).slice(before.requests.length);
  expect(
    requests.filter((request) => !/^get (namespaces|secrets|configmaps|serviceaccounts) /.test(request)),
  ).to.deep.equal([]);
  await attack.aftermath?.(tenants, name);
  await scene.server.api.delete('infisicalsecrets', scene.namespace, name);
}

function declareAttacks(
  server: () => Server,
  title: string,
  options: TenantsOptions,
  attacks: readonly Attack[],
): void {
  describe(title, () => {
    let tenants: Tenants;
    before(async () => {
      tenants = await Tenants.open(server(), options);
    });
    after(() => (tenants as Tenants | undefined)?.scene.end());

    for (const [index, attack] of attacks.entries()) {
      it(`${attack.title}: ${attack.ends}`, () => attempt(tenants, attack, `attack-${index}`));
    }

    it('has left nothing that was planted anywhere, and the bank in business', async () => {
      expect(await tenants.scene.leaks()).to.deep.equal([]);
      const own = await tenants.scene.ready('own', {}, tenants.bank);
      expect(own.status).to.include({ state: 'synced' });
    });
  });
}

onEachServer('a tenant against another', (server) => {
  for (const crossNamespace of ['Grant', 'Deny']) {
    const options = { flags: { crossNamespace }, plugins: [readingPlugin] };
    declareAttacks(server, `by references, under ${crossNamespace}`, options, REFERENCE_ATTACKS);
  }
  declareAttacks(server, 'by what a target is', { flags: {} }, POWER_ATTACKS);
  declareAttacks(
    server,
    'by the address of Infisical',
    { flags: { allowedHosts: 'inf.example.com,*.inf.example.com' } },
    HOST_ATTACKS,
  );
  declareAttacks(server, "by the operator's own identity, under Allow", { flags: {} }, CLOUD_ATTACKS);
});
