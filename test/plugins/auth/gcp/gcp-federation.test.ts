import { rm, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { GoogleAccount, GoogleCloud } from '#testkit';
import { logIn } from '../log-in.ts';
import { GoogleWorld, SUBJECT } from './google-world.ts';

describe('GcpIamAuth, with workload identity federation', () => {
  let world: GoogleWorld;
  let cloud: GoogleCloud;
  let account: GoogleAccount;
  beforeEach(async () => {
    world = await GoogleWorld.open();
    ({ cloud, account } = world);
  });
  afterEach(() => world.close());

  let tokenFile: string;
  beforeEach(async () => {
    tokenFile = await world.write('token', `${SUBJECT}\n`);
    account.subjectTokens.add(SUBJECT);
  });
  const federated = async (
    change: (file: Record<string, unknown>) => unknown = (file) => file,
  ): Promise<Record<string, string>> => ({
    GOOGLE_APPLICATION_CREDENTIALS: await world.write(
      'federation.json',
      change(cloud.federationFile(account, tokenFile)),
    ),
  });

  it('logs in as the account that the token may impersonate', async () => {
    const material = await world.prepare(undefined, await federated());
    expect(await logIn(material, 'gcp', cloud.signedJwtCheck({ accounts: [account] }))).to.equal('accepted');
    const impersonation = `/v1/projects/-/serviceAccounts/${account.email}:generateAccessToken`;
    expect(world.paths()).to.deep.equal(['/v1/token', impersonation, world.signing]);
  });

  it('takes the token out of JSON, and reads it for each login', async () => {
    const format = { type: 'json', subject_token_field_name: 'access_token' };
    const environment = await federated((file) => ({ ...file, credential_source: { file: tokenFile, format } }));
    const material = await world.prepare(undefined, environment);
    await world.write('token', { access_token: SUBJECT });
    expect(await logIn(material, 'gcp', cloud.signedJwtCheck({ accounts: [account] }))).to.equal('accepted');
  });

  it('says what the token service refused', async () => {
    account.subjectTokens.clear();
    const error = await world.failure(undefined, await federated());
    expect(error).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
    expect(error.message).to.match(/^Could not exchange the token of the pod .*HTTP 400, invalid_grant/);
  });

  it('says that the token may not impersonate the account', async () => {
    const environment = await federated();
    cloud.serviceAccount().subjectTokens.add(SUBJECT);
    account.subjectTokens.clear();
    const error = await world.failure(undefined, environment);
    expect(error.message).to.match(/Permission 'iam\.serviceAccounts\.getAccessToken' denied/);
  });

  const USELESS: readonly (readonly [string, (file: Record<string, unknown>) => unknown, RegExp])[] = [
    ['no service account', ({ service_account_impersonation_url: _, ...file }) => file, /names no service account/],
    [
      'an address that names no service account',
      (file) => ({ ...file, service_account_impersonation_url: 'https://iamcredentials.googleapis.com/v1/x' }),
      /service_account_impersonation_url names no service account/,
    ],
    [
      'credentials of AWS',
      (file) => ({ ...file, credential_source: { environment_id: 'aws1' } }),
      /credential_source is no file/,
    ],
    [
      'a program to run',
      (file) => ({ ...file, credential_source: { executable: { command: '/x' } } }),
      /credential_source is no file/,
    ],
    [
      'an address to ask',
      (file) => ({ ...file, credential_source: { url: 'http://169.254.169.254/x' } }),
      /credential_source is no file/,
    ],
    ['a token service that all can listen to', (file) => ({ ...file, token_url: 'http://example.com/' }), /token_url/],
    [
      'an unsupported kind',
      (file) => ({ ...file, type: 'impersonated_service_account' }),
      /a kind that cannot be used/,
    ],
  ];
  for (const [title, change, says] of USELESS) {
    it(`says what is wrong with a file with ${title}, and asks nobody`, async () => {
      const error = await world.failure(undefined, await federated(change));
      expect(error).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
      expect(error.message).to.match(says);
      expect(cloud.server.requests).to.deep.equal([]);
    });
  }

  it('says that the token is not there, or none', async () => {
    const environment = await federated();
    await writeFile(tokenFile, '\n');
    expect((await world.failure(undefined, environment)).message).to.match(/there is no token in it/);
    await rm(tokenFile);
    expect(await world.failure(undefined, environment)).to.include({ reason: 'CredentialsNotFound' });
  });

  it('is no key file', async () => {
    const { GOOGLE_APPLICATION_CREDENTIALS } = await federated();
    const error = await world.failure(GOOGLE_APPLICATION_CREDENTIALS);
    expect(error.message).to.match(/no key file of a service account/);
  });
});
