import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { cloudFault, startGoogleCloud, type CloudFault, type GoogleAccount, type GoogleCloud } from '#testkit';
import { IDENTITY_ID, logIn } from '../log-in.ts';
import { bodyOf } from './bodies.ts';
import { GoogleWorld } from './google-world.ts';

describe('GcpIamAuth', () => {
  let world: GoogleWorld;
  let cloud: GoogleCloud;
  let account: GoogleAccount;
  beforeEach(async () => {
    world = await GoogleWorld.open();
    ({ cloud, account } = world);
  });
  afterEach(() => world.close());

  describe('with a key file', () => {
    it('logs in as its account, by a token and a signature that Google makes', async () => {
      const material = await world.prepare(await world.write('key.json', cloud.keyFile(account)));
      expect(await logIn(material, 'gcp', cloud.signedJwtCheck({ accounts: [account] }))).to.equal('accepted');
      expect(world.paths()).to.deep.equal(['/token', world.signing]);
      const { payload } = JSON.parse(cloud.server.requests[1]?.body ?? '') as { payload: string };
      expect(JSON.parse(payload)).to.deep.equal({ sub: account.email, aud: IDENTITY_ID });
    });

    it('is not taken for another account', async () => {
      const material = await world.prepare(await world.write('key.json', cloud.keyFile(account)));
      const check = cloud.signedJwtCheck({ accounts: [cloud.serviceAccount()] });
      expect(await logIn(material, 'gcp', check)).to.equal('InvalidCredentials');
    });

    it('takes the file that GOOGLE_APPLICATION_CREDENTIALS names, where the spec names none', async () => {
      const GOOGLE_APPLICATION_CREDENTIALS = await world.write('key.json', cloud.keyFile(account));
      const material = await world.prepare(undefined, { GOOGLE_APPLICATION_CREDENTIALS });
      expect(await logIn(material, 'gcp', cloud.signedJwtCheck({ accounts: [account] }))).to.equal('accepted');
    });

    it('takes the file of the spec first, and reads it for each login', async () => {
      const other = cloud.serviceAccount();
      const GOOGLE_APPLICATION_CREDENTIALS = await world.write('other.json', cloud.keyFile(other));
      const path = await world.write('key.json', cloud.keyFile(account));
      const material = await world.prepare(path, { GOOGLE_APPLICATION_CREDENTIALS });
      expect(await logIn(material, 'gcp', cloud.signedJwtCheck({ accounts: [account] }))).to.equal('accepted');
      await world.write('key.json', cloud.keyFile(other));
      expect(await logIn(material, 'gcp', cloud.signedJwtCheck({ accounts: [other] }))).to.equal('accepted');
    });

    it('says that there is no file, and who names it', async () => {
      const missing = join(world.folder, 'nowhere.json');
      for (const [path, environment, namedBy] of [
        [missing, {}, 'serviceAccountKeyFilePath'],
        [undefined, { GOOGLE_APPLICATION_CREDENTIALS: missing }, 'GOOGLE_APPLICATION_CREDENTIALS'],
      ] as const) {
        const error = await world.failure(path, environment);
        expect(error).to.include({ reason: 'CredentialsNotFound', disposition: 'terminal' });
        expect(error.message).to.equal(`File ${missing}, which ${namedBy} names, does not exist.`);
      }
    });

    const EC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const USELESS: readonly (readonly [string, (file: Record<string, string>) => unknown, RegExp])[] = [
      ['no JSON', () => 'hush-hush', /no JSON object with a type/],
      ['a list', () => ['hush-hush'], /no JSON object with a type/],
      ['credentials of a person', (file) => ({ ...file, type: 'authorized_user' }), /no key file of a service account/],
      ['no key', ({ private_key: _, ...file }) => file, /missing or wrong in it: private_key\./],
      ['a key that is none', (file) => ({ ...file, private_key: 'hush-hush' }), /private_key is no key in PEM/],
      ['a key of another kind', (file) => ({ ...file, private_key: EC_KEY }), /private_key is no RSA key/],
      [
        'a name that would leave its place',
        (file) => ({ ...file, client_email: 'x/../y@z' }),
        /wrong in it: client_email/,
      ],
      [
        'a token service that all can listen to',
        (file) => ({ ...file, token_uri: 'http://example.com/' }),
        /token_uri/,
      ],
      ['a domain that is none', (file) => ({ ...file, universe_domain: 'x/y' }), /universe_domain/],
    ];
    for (const [title, change, says] of USELESS) {
      it(`says what is wrong with a file with ${title}, and asks nobody`, async () => {
        const error = await world.failure(await world.write('key.json', change(cloud.keyFile(account))));
        expect(error).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
        expect(error.message).to.match(says).and.contain(join(world.folder, 'key.json'));
        expect(cloud.server.requests).to.deep.equal([]);
      });
    }

    it('says what the token service refused: a key that was deleted, a clock that is wrong', async () => {
      const path = await world.write('key.json', { ...cloud.keyFile(account), private_key_id: 'deleted' });
      const deleted = await world.failure(path);
      expect(deleted).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
      expect(deleted.message).to.match(/HTTP 400, invalid_grant: Invalid JWT Signature\.$/);
      await world.write('key.json', cloud.keyFile(account));
      const late = await startGoogleCloud({ now: () => world.clock.now() + 3_600_000 });
      try {
        const twin = late.serviceAccount();
        const error = await world.failure(await world.write('late.json', late.keyFile(twin)));
        expect(error.message).to.match(/short-lived token.*Check your iat and exp values/);
      } finally {
        await late.stop();
      }
    });

    it('says that the account may not sign', async () => {
      account.maySign = false;
      const error = await world.failure(await world.write('key.json', cloud.keyFile(account)));
      expect(error).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
      expect(error.message).to.match(/HTTP 403, PERMISSION_DENIED: Permission 'iam\.serviceAccounts\.signJwt' denied/);
    });
  });

  describe('with the service account of the machine', () => {
    beforeEach(() => {
      cloud.machine.account = account;
    });

    it('logs in as that account', async () => {
      expect(await logIn(await world.prepare(), 'gcp', cloud.signedJwtCheck({ accounts: [account] }))).to.equal(
        'accepted',
      );
      const prefix = '/computeMetadata/v1/instance/service-accounts/default';
      expect(world.paths()).to.deep.equal([`${prefix}/email`, `${prefix}/token`, world.signing]);
    });

    it('says that a pod of GKE has no service account, and what to do', async () => {
      cloud.machine.account = 'shop.svc.id.goog';
      const error = await world.failure();
      expect(error).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
      expect(error.userMessage).to.match(/stands for no service account of Google.*iam\.gke\.io\/gcp-service-account/);
    });

    it('calls the API of Google unless it is told another address', async () => {
      const error = await world.failure(undefined, {
        CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: 'http://example.com',
      });
      expect(error).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
      expect(error.message).to.match(/CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS is no https address/);
    });

    const FLAVOR = { 'metadata-flavor': 'Google' };
    const PASSING: readonly (readonly [string, string, CloudFault])[] = [
      ['the metadata server is not there yet', '/computeMetadata', cloudFault.reset()],
      ['the metadata server gives no address', '/computeMetadata', cloudFault.answer(200, 'nobody', FLAVOR)],
      [
        'the metadata server gives no token',
        '/computeMetadata/v1/instance/service-accounts/default/token',
        cloudFault.answer(200, '{}', FLAVOR),
      ],
      [
        'the API fails',
        '/v1/',
        cloudFault.answer(503, { error: { code: 503, message: 'Later.', status: 'UNAVAILABLE' } }),
      ],
      [
        'the API asks for fewer calls',
        '/v1/',
        cloudFault.answer(429, { error: { code: 429, message: 'Quota.', status: 'RESOURCE_EXHAUSTED' } }),
      ],
      ['the API gives no JWT', '/v1/', cloudFault.answer(200, { keyId: 'a', signedJwt: 'a b' })],
      ['the API is a portal', '/v1/', cloudFault.page()],
      ['the API talks without end', '/v1/', cloudFault.endless()],
    ];
    for (const [title, path, fault] of PASSING) {
      it(`will try again when ${title}`, async () => {
        cloud.server.fail(fault, { path });
        expect(await world.failure()).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
      });
    }

    it('ends when it is aborted', async () => {
      cloud.server.fail(cloudFault.hang(), { path: '/v1/' });
      const stop = new AbortController();
      const outcome = bodyOf(await world.prepare(), stop.signal).catch((error: unknown) => error);
      while (!world.paths().includes(world.signing)) await cloud.server.arrived();
      const reason = new Error('stop');
      stop.abort(reason);
      expect(await outcome).to.equal(reason);
    });
  });
});
