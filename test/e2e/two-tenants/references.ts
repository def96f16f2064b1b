import { universalAuth } from '../../builders/infisical-secret.ts';
import { CREDENTIALS, eventually } from '../harness/index.ts';
import type { Attack, Weapon } from './attack.ts';
import { SCOPE, type Tenants } from './tenants.ts';

const IDENTITY = '6f3d5a5e-7a0b-4f0e-9f57-0c9e7f3f1a11';

/** Names an object of the bank in a field that is read. */
function reads(field: string, object: string, weapon: (tenants: Tenants) => Weapon): Attack {
  const says = new RegExp(
    `^${field.replaceAll('.', '\\.')} names ${object.replace(' ', ' \\S+/')}, which is not .*namespace`,
  );
  return { title: `reads ${object} by ${field}`, ends: 'NamespaceRefused', says, weapon };
}

/** Names an object of the bank as a target. */
function writes(title: string, field: string, weapon: (tenants: Tenants) => Weapon): Attack {
  const says = new RegExp(`^${field.replaceAll(/[[\].]/g, '\\$&')} names \\S+ \\S+, which is not .*namespace`);
  return { title: `writes ${title} by ${field}`, ends: 'NamespaceRefused', says, weapon };
}

const method = (name: string, fields: object): Weapon => ({
  authentication: { [name]: { ...fields, secretsScope: SCOPE } },
});
const bankSecret = ({ bank }: Tenants, secretName: string): object => ({ secretName, secretNamespace: bank });
const target = ({ bank }: Tenants, secretName: string): Weapon => ({
  targets: [{ secretName, secretNamespace: bank }],
});

/** Attacks on objects of another namespace, by every field that names one. Refused under Grant and under Deny alike. */
export const REFERENCE_ATTACKS: readonly Attack[] = [
  reads('spec.authentication.universalAuth.credentialsRef', 'Secret credentials', ({ bank }) => ({
    authentication: universalAuth(CREDENTIALS, SCOPE, bank),
  })),
  reads('spec.authentication.universalAuth.credentialsRef', 'Secret no-such-thing', ({ bank }) => ({
    authentication: universalAuth('no-such-thing', SCOPE, bank),
  })),
  reads('spec.authentication.ldapAuth.credentialsRef', 'Secret directory', (tenants) =>
    method('ldapAuth', { identityId: IDENTITY, credentialsRef: bankSecret(tenants, 'directory') }),
  ),
  reads('spec.authentication.serviceToken.serviceTokenSecretReference', 'Secret token', (tenants) => ({
    authentication: {
      serviceToken: {
        serviceTokenSecretReference: bankSecret(tenants, 'token'),
        secretsScope: { envSlug: 'dev', secretsPath: '/' },
      },
    },
  })),
  reads('spec.tokenSecretReference', 'Secret token', ({ bank }) => ({
    tokenSecretReference: { secretName: 'token', secretNamespace: bank },
  })),
  reads('spec.authentication.kubernetesAuth.serviceAccountRef', 'ServiceAccount teller', ({ bank: namespace }) =>
    method('kubernetesAuth', { identityId: IDENTITY, serviceAccountRef: { name: 'teller', namespace } }),
  ),
  {
    ...reads('spec.authentication.kubernetesAuth.serviceAccountRef', 'ServiceAccount teller', ({ bank: namespace }) =>
      method('kubernetesAuth', {
        identityId: IDENTITY,
        serviceAccountRef: { name: 'teller', namespace },
        autoCreateServiceAccountToken: false,
      }),
    ),
    title: 'takes a stored token of ServiceAccount teller',
  },
  reads('spec.tls.caRef', 'Secret ca', (tenants) => ({
    tls: { caRef: { ...bankSecret(tenants, 'ca'), key: 'ca.crt' } },
  })),
  reads('spec.authentication.plugin.config.secret', 'Secret vault', ({ bank }) => ({
    authentication: { plugin: { name: 'acmeReader', config: { declares: `${bank}/vault` }, secretsScope: SCOPE } },
  })),
  {
    title: "reads Secret vault by a third party's plugin that does not declare what it reads",
    ends: 'PluginFailed',
    says: /^Plugin acme\.reader failed when preparing a login/,
    weapon: ({ bank }) => ({
      authentication: { plugin: { name: 'acmeReader', config: { reads: `${bank}/vault` }, secretsScope: SCOPE } },
    }),
  },
  {
    title: "has a token minted by a third party's plugin that does not declare whose",
    ends: 'PluginFailed',
    says: /^Plugin acme\.reader failed when making the body of a login/,
    weapon: ({ bank }) => ({
      authentication: { plugin: { name: 'acmeReader', config: { mints: `${bank}/teller` }, secretsScope: SCOPE } },
    }),
  },
  writes('a new Secret', 'spec.managedSecretReference', (tenants) => target(tenants, 'planted')),
  writes('a Secret that is there', 'spec.managedSecretReference', (tenants) => target(tenants, 'plain')),
  writes("the bank's own target", 'spec.managedSecretReference', (tenants) => target(tenants, 'managed')),
  writes('a Secret that waits to be adopted', 'spec.managedSecretReference', (tenants) => target(tenants, 'adoptable')),
  writes("a Secret of Infisical's older operator", 'spec.managedSecretReference', (tenants) =>
    target(tenants, 'legacy'),
  ),
  writes('credentials', 'spec.managedKubeSecretReferences[0]', (tenants) => ({
    targets: [
      { secretName: 'loot' },
      { secretName: CREDENTIALS, secretNamespace: tenants.bank, creationPolicy: 'Owner' },
    ],
  })),
  writes('a ConfigMap', 'spec.managedKubeConfigMapReferences[0]', ({ bank }) => ({
    targets: [],
    configMaps: [{ configMapName: 'ledger', configMapNamespace: bank }],
  })),
  writes('a Secret of the cluster itself', 'spec.managedSecretReference', () => ({
    targets: [{ secretName: 'planted', secretNamespace: 'kube-system' }],
  })),
  writes("the operator's settings", 'spec.managedKubeConfigMapReferences[0]', ({ settings }) => ({
    targets: [],
    configMaps: [{ configMapName: 'infisical-config', configMapNamespace: settings }],
  })),
  {
    title: 'opens its own namespace, and itself, to everybody',
    ends: 'NamespaceRefused',
    weapon: async (tenants) => {
      const { scene } = tenants;
      const metadata = { annotations: { 'secrets.infisical.com/allow-from': '*' } };
      await scene.server.api.patch('namespaces', '', scene.namespace, { metadata });
      return { ...metadata, ...target(tenants, 'plain') };
    },
  },
  {
    title: "deletes the bank's own target by a forged inventory",
    ends: 'harmless',
    keepsLoot: true,
    weapon: async (tenants, name) => {
      const { scene, bank } = tenants;
      await scene.apply({ name });
      const { status } = await scene.ready(name);
      const uid = (await scene.secret('managed', bank))?.metadata.uid;
      const forged = { kind: 'Secret', namespace: bank, name: 'managed', uid, creationPolicy: 'Owner' };
      const managedTargets = [...((status?.['managedTargets'] as object[] | undefined) ?? []), forged];
      const patch = JSON.stringify({ status: { managedTargets } });
      const where = ['patch', 'infisicalsecret', name, '-n', scene.namespace, '--subresource=status', '--type=merge'];
      const { code, stderr } = await scene.server.kubectl([...where, '-p', patch]);
      if (code !== 0) throw new Error(stderr);
      return { labels: { edited: 'yes' } };
    },
    aftermath: async ({ scene }, name) => {
      await eventually('an Event tells what was left alone', async () => {
        const events = await scene.server.api.list('events', scene.namespace);
        const told = events.filter((event) => JSON.stringify(event).includes(`"name":"${name}"`));
        return (
          told.some((event) => /status\.managedTargets names Secret \S+\/managed/.test(JSON.stringify(event))) ||
          undefined
        );
      });
    },
  },
];
