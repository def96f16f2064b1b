import { expect } from 'chai';
import { loginAlone, AwsStage, type Variables } from './aws-stage.ts';

describe('AwsIamAuth', () => {
  let stage: AwsStage;
  beforeEach(async () => {
    stage = await AwsStage.open();
  });
  afterEach(() => stage.close());

  describe('with keys in the environment', () => {
    it('logs in as their user, without a call to AWS', async () => {
      const user = stage.aws.account.user('operator');
      expect(await stage.logInAs(user.arn, stage.aws.userEnvironment(user))).to.equal('accepted');
      expect(
        await stage.logInAs(`arn:aws:iam::${stage.aws.account.id}:user/*`, stage.aws.userEnvironment(user)),
      ).to.equal('accepted');
      expect(stage.asked()).to.deep.equal([]);
    });

    it('is not taken for another user, nor with a wrong key', async () => {
      const [user, other] = [stage.aws.account.user('operator'), stage.aws.account.user('other')];
      expect(await stage.logInAs(other.arn, stage.aws.userEnvironment(user))).to.equal('InvalidCredentials');
      const wrong = { ...user, secretAccessKey: other.secretAccessKey };
      expect(await stage.logInAs(user.arn, stage.aws.userEnvironment(wrong))).to.equal('InvalidCredentials');
    });

    it('logs in as a session', async () => {
      const role = stage.aws.account.role('shop');
      const session = stage.aws.account.session(role, 'by-hand', 900);
      const environment = { ...stage.aws.userEnvironment(session), AWS_SESSION_TOKEN: session.sessionToken ?? '' };
      expect(await stage.logInAs(role.arn, environment)).to.equal('accepted');
      expect(await stage.logInAs(role.arn, { ...environment, AWS_SESSION_TOKEN: '' })).to.equal('InvalidCredentials');
    });

    it('signs for the time of each login', async () => {
      const environment = stage.aws.userEnvironment(stage.aws.account.user('operator'));
      const first = await stage.body(environment);
      await stage.clock.advance(16 * 60_000);
      const second = await stage.body(environment);
      const check = stage.aws.check({ era: '26', allowedArns: ['*'] });
      expect([check(first), check(second)]).to.deep.equal([false, true]);
    });

    it('sends what Infisical reads: method, body and headers, texts all', async () => {
      const body = await stage.body(stage.aws.userEnvironment(stage.aws.account.user('operator')));
      expect(Object.keys(body)).to.have.members([
        'identityId',
        'iamHttpRequestMethod',
        'iamRequestBody',
        'iamRequestHeaders',
      ]);
      expect(body['iamHttpRequestMethod']).to.equal('POST');
      const headers = JSON.parse(Buffer.from(body['iamRequestHeaders'] ?? '', 'base64').toString()) as Variables;
      expect(headers).to.have.all.keys('Host', 'Content-Type', 'Content-Length', 'X-Amz-Date', 'Authorization');
      expect(headers['Host']).to.equal('sts.eu-central-1.amazonaws.com');
    });

    it('serves a server of 2024, which asks the global endpoint unless it is told another', async () => {
      const user = stage.aws.account.user('operator');
      const environment = stage.aws.userEnvironment(user);
      const regional = await stage.body(environment);
      const legacy = await stage.body({ ...environment, AWS_STS_REGIONAL_ENDPOINTS: 'legacy' });
      const byDefault = stage.aws.check({ era: '24', allowedArns: [user.arn] });
      const stsEndpoint = 'https://sts.eu-central-1.amazonaws.com/';
      const toldAnother = stage.aws.check({ era: '24', stsEndpoint, allowedArns: [user.arn] });
      expect([byDefault(regional), byDefault(legacy)]).to.deep.equal([false, true]);
      expect([toldAnother(regional), toldAnother(legacy)]).to.deep.equal([true, false]);
    });

    for (const missing of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      it(`needs ${missing} with the other`, async () => {
        const failure = await stage.failure({
          ...stage.aws.userEnvironment(stage.aws.account.user('operator')),
          [missing]: '',
        });
        expect(failure).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
        expect(failure.message).to.include(`not ${missing}`);
      });
    }
  });

  it('says that a region is missing where there are credentials, and no instance to ask', async () => {
    const { error } = await loginAlone({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
    expect(error).to.include({ reason: 'CloudUnavailable', hint: 'Set AWS_REGION in the pod of the operator.' });
  });

  it('takes the region from AWS_REGION, AWS_DEFAULT_REGION, the profile and the instance, in this order', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', ...stage.aws.instanceEnvironment() };
    const profile = { AWS_CONFIG_FILE: await stage.file('config', '[default]\nregion = three-1') };
    const ORDER: readonly (readonly [string, Variables])[] = [
      ['one-1', { ...profile, AWS_REGION: 'one-1', AWS_DEFAULT_REGION: 'two-1' }],
      ['two-1', { ...profile, AWS_DEFAULT_REGION: 'two-1' }],
      ['three-1', profile],
      ['eu-central-1', {}],
    ];
    for (const [region, variables] of ORDER) {
      const headers = Buffer.from((await stage.body({ ...keys, ...variables }))['iamRequestHeaders'] ?? '', 'base64');
      expect(headers.toString()).to.include(`/${region}/sts/aws4_request`).and.include(`sts.${region}.amazonaws.com`);
    }
  });
});
