import { expect } from 'chai';
import { cloudFault } from '#testkit';
import { loginAlone, AwsStage, TOKEN, type Variables } from './aws-stage.ts';

describe("AwsIamAuth with the container's endpoint (EKS Pod Identity)", () => {
  let stage: AwsStage;
  beforeEach(async () => {
    stage = await AwsStage.open();
  });
  afterEach(() => stage.close());

  const environment = async (): Promise<Variables> =>
    stage.aws.podIdentityEnvironment(await stage.file('token', `${TOKEN}\n`));

  it('logs in as the role of the pod', async () => {
    const role = stage.aws.account.role('shop');
    stage.aws.podRoles.set(TOKEN, role);
    expect(await stage.logInAs(role.arn, await environment())).to.equal('accepted');
    expect(stage.asked()).to.deep.equal(['GET /v1/credentials']);
  });

  it('says what the agent refused', async () => {
    const failure = await stage.failure(await environment());
    expect(failure).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
    expect(failure.message).to.match(/HTTP 403, AccessDeniedException: Unauthorized/);
  });

  for (const [title, fault] of [
    ['fails', cloudFault.answer(500)],
    ['answers nonsense', cloudFault.answer(200, { AccessKeyId: 'x' })],
    ['breaks the connection', cloudFault.reset()],
  ] as const) {
    it(`will try again when the agent ${title}`, async () => {
      stage.aws.server.fail(fault);
      expect(await stage.failure(await environment())).to.include({
        reason: 'CloudUnavailable',
        disposition: 'retryable',
      });
    });
  }

  it('asks the address of ECS for a relative one', async () => {
    const { calls } = await loginAlone({
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/7',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 't',
    });
    expect(calls).to.deep.equal([
      {
        what: 'get credentials of the container',
        method: 'GET',
        url: 'http://169.254.170.2/v2/credentials/7',
        headers: { Authorization: 't' },
      },
    ]);
  });

  const REFUSED: readonly Variables[] = [
    { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '@evil.test/' },
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://evil.test/' },
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.2.evil.test/' },
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'none' },
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://x.test/', AWS_CONTAINER_AUTHORIZATION_TOKEN: 'a\nb' },
  ];
  for (const variables of REFUSED) {
    it(`refuses ${JSON.stringify(variables)}`, async () => {
      expect(await stage.failure(variables)).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
    });
  }
});
