import { expect } from 'chai';
import { cloudFault, type CloudFault } from '#testkit';
import { loginAlone, AwsStage, type Variables } from './aws-stage.ts';

describe('AwsIamAuth with the role of the instance', () => {
  let stage: AwsStage;
  beforeEach(async () => {
    stage = await AwsStage.open();
  });
  afterEach(() => stage.close());

  it('logs in, and finds the region there', async () => {
    const role = stage.aws.account.role('node');
    stage.aws.instance.role = role;
    expect(await stage.logInAs(role.arn, stage.aws.instanceEnvironment())).to.equal('accepted');
    expect(stage.asked()).to.deep.equal([
      'PUT /latest/api/token',
      'GET /latest/meta-data/iam/security-credentials/',
      'GET /latest/meta-data/iam/security-credentials/node',
      'PUT /latest/api/token',
      'GET /latest/dynamic/instance-identity/document',
    ]);
  });

  it('says that the instance has no role', async () => {
    expect(await stage.failure(stage.aws.instanceEnvironment())).to.include({
      reason: 'CredentialsNotFound',
      disposition: 'terminal',
    });
  });

  it('says what the instance gives as the reason', async () => {
    stage.aws.instance.role = stage.aws.account.role('node');
    stage.aws.server.fail(cloudFault.answer(200, { Code: 'AssumeRoleUnauthorizedAccess' }), {
      path: '/latest/meta-data/iam/security-credentials/node',
    });
    const failure = await stage.failure(stage.aws.instanceEnvironment());
    expect(failure).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
    expect(failure.message).to.match(/AssumeRoleUnauthorizedAccess/);
  });

  it('will try again when the hop limit keeps the answer from the pod, and says what helps', async () => {
    stage.aws.instance.hopLimit = 1;
    const arrived = stage.aws.server.arrived();
    const failure = stage.failure(stage.aws.instanceEnvironment());
    await arrived;
    await stage.clock.advance(2_000);
    expect(await failure).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
    expect((await failure).userMessage).to.match(/no answer within 2000 ms\. .*IRSA or EKS Pod Identity.* hop limit/);
  });

  const PASSING: readonly (readonly [string, string, CloudFault])[] = [
    ['no session', '/latest/api/token', cloudFault.page()],
    ['a failure for the session', '/latest/api/token', cloudFault.answer(503)],
    ['nonsense for credentials', '/latest/meta-data/iam/security-credentials/node', cloudFault.page()],
    ['a failure for the region', '/latest/dynamic', cloudFault.answer(500)],
  ];
  for (const [title, path, fault] of PASSING) {
    it(`will try again after ${title}`, async () => {
      stage.aws.instance.role = stage.aws.account.role('node');
      stage.aws.server.fail(fault, { path });
      expect(await stage.failure(stage.aws.instanceEnvironment())).to.include({
        reason: 'CloudUnavailable',
        disposition: 'retryable',
      });
    });
  }

  it('is refused where the metadata service is switched off for containers', async () => {
    stage.aws.server.fail(cloudFault.answer(403));
    expect(await stage.failure(stage.aws.instanceEnvironment())).to.include({
      reason: 'CloudRefused',
      disposition: 'terminal',
    });
  });

  it('does not ask an instance that AWS_EC2_METADATA_DISABLED forbids to ask', async () => {
    const failure = await stage.failure({ ...stage.aws.instanceEnvironment(), AWS_EC2_METADATA_DISABLED: 'TRUE' });
    expect(failure).to.include({ reason: 'CredentialsNotFound', disposition: 'terminal' });
    expect(stage.asked()).to.deep.equal([]);
  });

  const ADDRESSES: readonly (readonly [Variables, string])[] = [
    [{}, 'http://169.254.169.254/latest/api/token'],
    [{ AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' }, 'http://[fd00:ec2::254]/latest/api/token'],
  ];
  for (const [variables, url] of ADDRESSES) {
    it(`asks ${url}`, async () => {
      const { calls } = await loginAlone(variables);
      expect(calls.map((call) => call.url)).to.deep.equal([url]);
    });
  }
});
