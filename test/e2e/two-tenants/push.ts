import { expect } from 'chai';
import type { Reason } from '#kernel';
import { CREDENTIALS, PROJECT, PUSHED_TO, PushScene, eventually, type PushOptions } from '../harness/index.ts';
import type { Tenants } from './tenants.ts';

const IDENTITY = '6f3d5a5e-7a0b-4f0e-9f57-0c9e7f3f1a11';

/** One way in which a tenant tries to reach by a push what is not his. */
export interface PushAttack {
  readonly title: string;
  /** The reason in `Ready` that it ends with. */
  readonly ends: Reason;
  readonly says?: RegExp;
  readonly weapon: (tenants: Tenants, name: string) => Omit<PushOptions, 'name'> | Promise<Omit<PushOptions, 'name'>>;
}

const bankSecret = ({ bank }: Tenants, secretName: string): { secretName: string; secretNamespace: string } => ({
  secretName,
  secretNamespace: bank,
});

function reads(field: string, object: string, weapon: PushAttack['weapon']): PushAttack {
  const says = new RegExp(
    `^${field.replaceAll('.', '\\.')} names ${object.replace(' ', ' \\S+/')}, which is not .*namespace`,
  );
  return { title: `reads ${object} by ${field}`, ends: 'NamespaceRefused', says, weapon };
}

/** Attacks on objects of another namespace, by every field that names one. Refused under Grant and under Deny alike. */
export const PUSH_REFERENCE_ATTACKS: readonly PushAttack[] = [
  reads('spec.push.secret', 'Secret vault', (tenants) => ({ source: bankSecret(tenants, 'vault') })),
  reads('spec.push.secret', 'Secret no-such-thing', (tenants) => ({ source: bankSecret(tenants, 'no-such-thing') })),
  reads('spec.push.secret', 'Secret credentials', (tenants) => ({
    source: { ...bankSecret(tenants, CREDENTIALS), template: { data: { A: '{{ .clientSecret.Value }}' } } },
  })),
  reads('spec.authentication.universalAuth.credentialsRef', 'Secret credentials', (tenants) => ({
    authentication: { universalAuth: { credentialsRef: bankSecret(tenants, CREDENTIALS) } },
  })),
  reads('spec.authentication.ldapAuth.credentialsRef', 'Secret directory', (tenants) => ({
    authentication: { ldapAuth: { identityId: IDENTITY, credentialsRef: bankSecret(tenants, 'directory') } },
  })),
  reads('spec.authentication.kubernetesAuth.serviceAccountRef', 'ServiceAccount teller', ({ bank: namespace }) => ({
    authentication: { kubernetesAuth: { identityId: IDENTITY, serviceAccountRef: { name: 'teller', namespace } } },
  })),
  reads('spec.tls.caRef', 'Secret ca', (tenants) => ({
    tls: { caRef: { ...bankSecret(tenants, 'ca'), key: 'ca.crt' } },
  })),
  reads('spec.authentication.plugin.config.secret', 'Secret vault', ({ bank }) => ({
    authentication: { plugin: { name: 'acmeReader', config: { declares: `${bank}/vault` } } },
  })),
  {
    title: "reads Secret vault by a third party's plugin that does not declare what it reads",
    ends: 'PluginFailed',
    says: /^Plugin acme\.reader failed when preparing a login/,
    weapon: ({ bank }) => ({
      authentication: { plugin: { name: 'acmeReader', config: { reads: `${bank}/vault` } } },
    }),
  },
];

const templated = (title: string, template: string): PushAttack => ({
  title,
  ends: 'TemplateInvalid',
  says: /template\.data\["KEY"\]/,
  weapon: (_, name) => ({ source: { secretName: name, template: { data: { KEY: template } } } }),
});

/** Attacks by templates that run in the operator. */
export const PUSH_POWER_ATTACKS: readonly PushAttack[] = [
  templated('reads the environment of the operator', '{{ env "HOME" }}'),
  templated('expands the environment of the operator', '{{ expandenv "$HOME" }}'),
  templated('reads a file of the operator', '{{ readFile "/var/run/secrets/kubernetes.io/serviceaccount/token" }}'),
  templated('asks name servers', '{{ getHostByName "bank" }}'),
  templated('fills the memory of the operator', '{{ until 100000000 | len }}'),
];

/** Attacks by the address of Infisical, on an operator that allows its own host alone. */
export const PUSH_HOST_ATTACKS: readonly PushAttack[] = [
  {
    title: 'sends its source and its credentials to a foreign host',
    ends: 'HostNotAllowed',
    says: /is not one that this operator calls\..*--allowed-hosts/,
    weapon: ({ foreign }) => ({ hostAPI: foreign.url }),
  },
  {
    title: 'sends the operator to the metadata server of the cloud',
    ends: 'HostInvalid',
    says: /link-local/,
    weapon: () => ({ hostAPI: 'http://169.254.169.254/latest' }),
  },
];

const cloud = (name: string, fields: object = {}): PushAttack => ({
  title: `has the operator prove its own identity to a foreign host by ${name}`,
  ends: 'HostNotAllowed',
  says: /is not one that a proof of the identity of the operator itself is sent to\./,
  weapon: ({ foreign }) => ({ hostAPI: foreign.url, authentication: { [name]: { identityId: IDENTITY, ...fields } } }),
});

/** Attacks on an operator that lets resources choose their host, which is the default. */
export const PUSH_CLOUD_ATTACKS: readonly PushAttack[] = [
  cloud('awsIamAuth'),
  cloud('azureAuth', { resource: 'https://management.azure.com/' }),
  cloud('gcpIdTokenAuth'),
  cloud('gcpIamAuth', { serviceAccountKeyFilePath: '/var/run/secrets/kubernetes.io/serviceaccount/token' }),
];

/** A status that somebody has written by hand, and what then becomes of what is not the attacker's. */
export interface Forgery {
  readonly title: string;
  readonly forged: (tenants: Tenants, id: string) => object;
}

/** Each claims, for a resource with rights in a project of its own alone, to have made what the bank has. */
export const FORGERIES: readonly Forgery[] = [
  {
    title: "the bank's folder as a place that was left",
    forged: ({ scene }, id) => ({
      formerDestinations: [{ ...place(scene.infisical.url), managedSecrets: { [id]: 'DB_URL' } }],
    }),
  },
  {
    title: "the bank's folder as the present place",
    forged: ({ scene }, id) => ({ destination: place(scene.infisical.url), managedSecrets: { [id]: 'DB_URL' } }),
  },
  {
    title: 'a place on a foreign host',
    forged: ({ foreign }, id) => ({
      formerDestinations: [{ ...place(foreign.url), managedSecrets: { [id]: 'DB_URL' } }],
    }),
  },
  {
    title: "the bank's secret in its own folder",
    forged: (_, id) => ({ managedSecrets: { [id]: 'DB_URL' } }),
  },
];

const place = (host: string): object => ({ host, projectSlug: PROJECT, environmentSlug: 'dev', secretsPath: '/' });

/** Writes fields of the status of a resource as a tenant can who may edit it. */
export async function forge({ scene }: Tenants, name: string, status: object): Promise<void> {
  const where = ['patch', 'infisicalpushsecret', name, '-n', scene.namespace, '--subresource=status', '--type=merge'];
  const { code, stderr } = await scene.server.kubectl([...where, '-p', JSON.stringify({ status })]);
  expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
}

/** A resource of the attacker's that pushes to a project of his own, to which alone his identity has rights. */
export async function attackersOwn({ scene }: Tenants, name: string): Promise<PushScene> {
  const push = new PushScene(scene);
  const slug = `evil-${name}`;
  scene.infisical.project({ slug, environments: ['dev'] });
  scene.infisical.folder(slug, 'dev', PUSHED_TO);
  const universal = { clientId: slug, clientSecret: scene.canaries.plant('evil') };
  scene.infisical.identity({ name: slug, universal, projects: [slug] });
  await scene.createSecret(`${name}-credentials`, universal);
  await scene.createSecret(name, { MINE: 'm' });
  await push.apply({
    name,
    deletionPolicy: 'Delete',
    updatePolicy: 'Replace',
    resyncInterval: 5,
    destination: { projectSlug: slug },
    authentication: { universalAuth: { credentialsRef: { secretName: `${name}-credentials` } } },
  });
  await push.ready(name);
  return push;
}

/** Waits until the operator has seen what was forged: it has asked Infisical once more for everything. */
export async function looked({ scene }: Tenants, push: PushScene, name: string): Promise<void> {
  const lists = scene.infisical.calls.count('secrets.list');
  await scene.forceSync(name, 'infisicalpushsecrets');
  await eventually('the operator looks', () => scene.infisical.calls.count('secrets.list') >= lists + 1 || undefined);
  await eventually('a pass that has ended', async () => {
    const { status } = (await push.get(name)) ?? {};
    return status?.['state'] !== undefined || undefined;
  });
}
