import { expect } from 'chai';
import { AwsStage, TOKEN, type Variables } from './aws-stage.ts';

describe('AwsIamAuth with shared files', () => {
  let stage: AwsStage;
  beforeEach(async () => {
    stage = await AwsStage.open();
  });
  afterEach(() => stage.close());

  const files = async (config: string, credentials = ''): Promise<Variables> => ({
    AWS_CONFIG_FILE: await stage.file('config', config),
    AWS_SHARED_CREDENTIALS_FILE: await stage.file('credentials', credentials),
    AWS_ENDPOINT_URL_STS: stage.aws.server.url,
  });
  const REGION = 'region = eu-central-1';

  it('logs in with the keys of the default profile, or of the one that AWS_PROFILE names', async () => {
    const [one, two] = [stage.aws.account.user('one'), stage.aws.account.user('two')];
    const variables = await files(
      `[default]\n${REGION}\n[profile two]\n${REGION}`,
      [
        `[default]\naws_access_key_id = ${one.accessKeyId}\naws_secret_access_key = ${one.secretAccessKey}`,
        `[two]\naws_access_key_id = ${two.accessKeyId}\naws_secret_access_key = ${two.secretAccessKey}`,
      ].join('\n'),
    );
    expect(await stage.logInAs(one.arn, variables)).to.equal('accepted');
    expect(await stage.logInAs(two.arn, { ...variables, AWS_PROFILE: 'two' })).to.equal('accepted');
  });

  it('assumes a role with the keys of another profile, from role to role', async () => {
    const user = stage.aws.account.user('one');
    const first = stage.aws.account.role('first', { trusted: [user.arn], externalId: 'x' });
    const session = `arn:aws:sts::${stage.aws.account.id}:assumed-role/first/chain`;
    const second = stage.aws.account.role('second', { trusted: [session] });
    const variables = await files(
      [
        `[default]\n${REGION}\nrole_arn = ${second.arn}\nsource_profile = first`,
        `[profile first]\nrole_arn = ${first.arn}\nexternal_id = x\nrole_session_name = chain\nsource_profile = keys`,
      ].join('\n'),
      `[keys]\naws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}`,
    );
    expect(await stage.logInAs(second.arn, variables)).to.equal('accepted');
    stage.aws.account.revoke(user);
    expect(await stage.failure(variables)).to.include({ reason: 'CloudRefused' });
  });

  it('assumes a role with a token file, with its own keys, and with what the machine has', async () => {
    const user = stage.aws.account.user('one');
    const node = stage.aws.account.role('node');
    stage.aws.instance.role = node;
    stage.aws.podRoles.set('of the pod', node);
    const sessions = ['i-0123456789abcdef0', 'eks-shop-operator'].map(
      (name) => `arn:aws:sts::${stage.aws.account.id}:assumed-role/node/${name}`,
    );
    const role = stage.aws.account.role('shop', { webIdentityTokens: [TOKEN], trusted: [user.arn, ...sessions] });
    const keys = `aws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}`;
    const machine = {
      ...stage.aws.instanceEnvironment(),
      ...stage.aws.podIdentityEnvironment(await stage.file('pod', 'of the pod')),
    };
    const SOURCES = [
      `web_identity_token_file = ${await stage.file('token', TOKEN)}`,
      `source_profile = default\n${keys}`,
      'credential_source = EcsContainer',
      'credential_source = Ec2InstanceMetadata',
    ];
    for (const source of SOURCES) {
      const variables = await files(`[default]\nrole_arn = ${role.arn}\n${source}`);
      expect(await stage.logInAs(role.arn, { ...machine, ...variables }), source).to.equal('accepted');
    }
  });

  const BAD: readonly (readonly [string, string, RegExp])[] = [
    ['half of its keys', 'aws_access_key_id = x', /lacks aws_secret_access_key/],
    ['the other half', 'aws_secret_access_key = x', /lacks aws_access_key_id/],
    ['a program to run', 'credential_process = /bin/true', /credential_process/],
    ['a sign-in of a person', 'sso_session = x', /sso_session/],
    ['a role without credentials', 'role_arn = x', /no credentials to assume it with/],
    ['a role that leads to nothing', 'role_arn = x\nsource_profile = none', /no credentials to assume it with/],
    ['an unknown source', 'role_arn = x\ncredential_source = Moon', /credential_source/],
  ];
  for (const [title, settings, says] of BAD) {
    it(`refuses a profile with ${title}`, async () => {
      const failure = await stage.failure(await files(`[default]\n${REGION}\n${settings}`));
      expect(failure).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
      expect(failure.message).to.match(says);
    });
  }

  it('refuses roles that lead in a circle', async () => {
    const failure = await stage.failure(
      await files('[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = default'),
    );
    expect(failure.message).to.match(/without an end/);
    expect(stage.asked()).to.deep.equal([]);
  });
});
