import { expect } from 'chai';
import { kubernetesAuth } from '../../builders/infisical-secret.ts';
import type { Attack, Weapon } from './attack.ts';
import { SCOPE } from './tenants.ts';

const IDENTITY = '6f3d5a5e-7a0b-4f0e-9f57-0c9e7f3f1a11';

const address = (title: string, hostAPI: string, says: RegExp): Attack => ({
  title: `sends the operator to ${title}`,
  ends: 'HostInvalid',
  says,
  weapon: () => ({ hostAPI }),
});
const unaddressable = (title: string, hostAPI: string): Attack => ({
  title: `hides ${title} in the address`,
  ends: 'admission',
  says: /hostAPI must be an http or https address without credentials, query or fragment/,
  weapon: () => ({ hostAPI }),
});

/** Attacks by the address of Infisical, on an operator that allows its own host and `inf.example.com`. */
export const HOST_ATTACKS: readonly Attack[] = [
  {
    title: 'sends the credentials that it names to a foreign host',
    ends: 'HostNotAllowed',
    says: /^spec\.hostAPI "http:\/\/127\.0\.0\.1:\d+" is not one that this operator calls\..*--allowed-hosts/,
    weapon: ({ foreign }) => ({ hostAPI: foreign.url }),
  },
  {
    title: 'has a token of its own ServiceAccount minted for a foreign host',
    ends: 'HostNotAllowed',
    weapon: async ({ scene, foreign }, name) => {
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: scene.namespace, name } };
      await scene.server.api.create('serviceaccounts', account);
      return { hostAPI: foreign.url, authentication: kubernetesAuth(IDENTITY, name, ['https://api'], SCOPE) };
    },
    aftermath: async ({ scene }) => {
      const minted = (await scene.operator.calls()).filter(({ subresource }) => subresource === 'token');
      expect(minted).to.deep.equal([]);
    },
  },
  {
    title: 'puts an allowed name before a foreign one',
    ends: 'HostNotAllowed',
    weapon: () => ({ hostAPI: 'https://inf.example.com.evil.example' }),
  },
  {
    title: 'asks an allowed host on another port',
    ends: 'HostNotAllowed',
    weapon: () => ({ hostAPI: 'https://inf.example.com:8443' }),
  },
  address('the metadata server of the cloud', 'http://169.254.169.254/latest', /link-local/),
  address('the metadata server, as one number', 'http://2852039166', /link-local/),
  address('the metadata server, in octal numbers', 'http://0251.0376.0251.0376', /link-local/),
  address('the metadata server, as an IPv6 address', 'http://[::ffff:169.254.169.254]', /link-local/),
  address('the metadata server, by NAT64', 'http://[64:ff9b::a9fe:a9fe]', /link-local/),
  address('the metadata server of AWS over IPv6', 'http://[fd00:ec2::254]', /metadata/),
  unaddressable('a password', 'https://inf.example.com:443@evil.example/api'),
  unaddressable('a query', 'https://inf.example.com/?to=evil'),
  unaddressable('a fragment', 'https://inf.example.com/#evil'),
  unaddressable('a file', 'file:///var/run/secrets/kubernetes.io/serviceaccount/token'),
];

const cloud = (name: string, fields: object = {}): Attack => ({
  title: `has the operator prove its own identity to a foreign host by ${name}`,
  ends: 'HostNotAllowed',
  says: /^spec\.hostAPI "http:\/\/127\.0\.0\.1:\d+" is not one that a proof of the identity of the operator itself is sent to\./,
  weapon: ({ foreign }): Weapon => ({
    hostAPI: foreign.url,
    authentication: { [name]: { identityId: IDENTITY, ...fields, secretsScope: SCOPE } },
  }),
});

/** Attacks on an operator that lets resources choose their host, which is the default: its own identity stays with it all the same. */
export const CLOUD_ATTACKS: readonly Attack[] = [
  cloud('awsIamAuth'),
  cloud('azureAuth', { resource: 'https://management.azure.com/' }),
  cloud('gcpIdTokenAuth'),
  cloud('gcpIamAuth', { serviceAccountKeyFilePath: '/var/run/secrets/kubernetes.io/serviceaccount/token' }),
  {
    title: 'has its address written by the settings of the operator',
    ends: 'NamespaceRefused',
    says: /infisical-config, which is not in the namespace \S+ of this resource and holds settings of the operator itself/,
    weapon: ({ settings, foreign }) => ({
      targets: [],
      configMaps: [
        {
          configMapName: 'infisical-config',
          configMapNamespace: settings,
          template: { data: { hostAPI: foreign.url } },
        },
      ],
    }),
  },
];
