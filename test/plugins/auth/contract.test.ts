import { generateKeyPairSync } from 'node:crypto';
import { plugin as awsIam } from '../../../src/plugins/auth/aws-iam/index.ts';
import { plugin as azure } from '../../../src/plugins/auth/azure/index.ts';
import { plugin as gcpIam } from '../../../src/plugins/auth/gcp/iam/index.ts';
import { plugin as gcpIdToken } from '../../../src/plugins/auth/gcp/id-token/index.ts';
import { plugin as kubernetes } from '../../../src/plugins/auth/kubernetes/index.ts';
import { plugin as ldap } from '../../../src/plugins/auth/ldap/index.ts';
import { plugin as serviceToken } from '../../../src/plugins/auth/service-token/index.ts';
import { plugin as universal } from '../../../src/plugins/auth/universal/index.ts';
import { authMethodContract, type AuthMethodUnderTest } from '#testkit';

const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const KEY = { type: 'service_account', client_email: 'sa@shop.iam.gserviceaccount.com', private_key_id: 'a' };

const SUBJECTS: readonly AuthMethodUnderTest[] = [
  {
    plugin: universal,
    fragment: { credentialsRef: { secretName: 'creds' } },
    refused: [{}, { credentialsRef: { secretName: 'Not A Name' } }, { credentialsRef: 'creds' }],
    secrets: { 'shop/creds': { clientId: 'the-client-id', clientSecret: 'the-client-secret' } },
    confidential: ['the-client-id', 'the-client-secret'],
  },
  {
    plugin: kubernetes,
    fragment: { identityId: 'the-identity', serviceAccountRef: { name: 'app', namespace: 'other' } },
    refused: [{}, { identityId: 'x' }, { identityId: 'x', serviceAccountRef: { name: '-' } }],
    serviceAccounts: ['other/app'],
    confidential: ['token-1'],
  },
  {
    plugin: kubernetes,
    fragment: {
      identityId: 'the-identity',
      serviceAccountRef: { name: 'app' },
      autoCreateServiceAccountToken: false,
    },
    refused: [],
    serviceAccounts: ['shop/app'],
    storedTokens: { 'shop/app': 'the-stored-token' },
    confidential: ['the-stored-token'],
  },
  {
    plugin: serviceToken,
    fragment: { serviceTokenSecretReference: { secretName: 'token', secretNamespace: 'shop' } },
    refused: [{}, { serviceTokenSecretReference: {} }],
    secrets: { 'shop/token': { infisicalToken: 'st.an-id.a-secret.a-key' } },
    confidential: ['a-secret', 'a-key'],
  },
  {
    plugin: ldap,
    fragment: { identityId: 'the-identity', credentialsRef: { secretName: 'directory' } },
    refused: [{}, { identityId: 'x' }, { credentialsRef: { secretName: 'directory' } }],
    secrets: { 'shop/directory': { username: 'amy', password: 'the-password' } },
    confidential: ['the-password'],
  },
  {
    plugin: awsIam,
    fragment: { identityId: 'the-identity' },
    refused: [{}, { identityId: 1 }, { identityId: 'x'.repeat(254) }],
    platform: {
      variables: {
        AWS_ACCESS_KEY_ID: 'the-key-id',
        AWS_SECRET_ACCESS_KEY: 'the-secret-key',
        AWS_SESSION_TOKEN: 'the-session',
        AWS_REGION: 'eu-west-1',
      },
    },
    confidential: ['the-secret-key', 'the-session'],
  },
  {
    plugin: azure,
    fragment: { identityId: 'the-identity', resource: 'https://management.azure.com/&client_id=one' },
    refused: [{}, { identityId: 1 }, { identityId: 'x', resource: 'x'.repeat(2_049) }],
    platform: { answer: () => ({ body: JSON.stringify({ access_token: 'the.cloud.token' }) }) },
    confidential: ['the.cloud.token'],
  },
  {
    plugin: gcpIdToken,
    fragment: { identityId: 'the-identity' },
    refused: [{}, { identityId: 1 }],
    platform: { answer: () => ({ headers: { 'metadata-flavor': 'Google' }, body: 'the.id.token' }) },
    confidential: ['the.id.token'],
  },
  {
    plugin: gcpIam,
    fragment: { identityId: 'the-identity', serviceAccountKeyFilePath: '/key.json' },
    refused: [{}, { identityId: 'x', serviceAccountKeyFilePath: 'x'.repeat(4_097) }],
    platform: {
      files: { '/key.json': JSON.stringify({ ...KEY, private_key: PRIVATE_KEY }) },
      answer: () => ({ body: JSON.stringify({ access_token: 'ya29.a-token', signedJwt: 'the.signed.jwt' }) }),
    },
    confidential: ['ya29.a-token', 'the.signed.jwt', PRIVATE_KEY.slice(100, 140)],
  },
];

for (const subject of SUBJECTS) {
  const stored = subject.storedTokens === undefined ? '' : ', with a stored token';
  describe(`the contract of login methods: ${subject.plugin.id}${stored}`, () => {
    for (const { title, run } of authMethodContract(subject)) it(title, run);
  });
}
