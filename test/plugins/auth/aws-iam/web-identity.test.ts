import { expect } from 'chai';
import { cloudFault, type CloudFault } from '#testkit';
import { AwsStage, TOKEN, type Variables } from './aws-stage.ts';

describe('AwsIamAuth with web identity (IRSA)', () => {
  let stage: AwsStage;
  beforeEach(async () => {
    stage = await AwsStage.open();
  });
  afterEach(() => stage.close());

  const environment = async (more: Variables = {}): Promise<Variables> => {
    const role = stage.aws.account.role('shop', { webIdentityTokens: [TOKEN] });
    return { ...stage.aws.irsaEnvironment(role, await stage.file('token', `${TOKEN}\n`)), ...more };
  };

  it('logs in as the role of the pod', async () => {
    const variables = await environment();
    expect(await stage.logInAs(variables['AWS_ROLE_ARN'] ?? '', variables)).to.equal('accepted');
    expect(stage.asked()).to.deep.equal(['POST /']);
    expect(new URLSearchParams(stage.aws.server.requests[0]?.body).get('RoleSessionName')).to.equal(
      'infisical-operator',
    );
  });

  it('says what AWS refused, whatever comes later in the chain', async () => {
    const user = stage.aws.account.user('operator');
    const failure = await stage.failure({
      ...(await environment({ AWS_ROLE_ARN: stage.aws.account.role('closed').arn })),
      AWS_SHARED_CREDENTIALS_FILE: await stage.file(
        'keys',
        `[default]\naws_access_key_id=${user.accessKeyId}\naws_secret_access_key=x`,
      ),
    });
    expect(failure).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
    expect(failure.message).to.match(
      /HTTP 403, AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity\.$/,
    );
  });

  it('leaves out of a refusal what differs each time, and the token', async () => {
    const said = (code: string, text: string): string =>
      `<ErrorResponse><Error><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`;
    stage.aws.server.fail(cloudFault.answer(400, said('ExpiredTokenException', 'current date/time 1768000000')), {
      count: 1,
    });
    expect((await stage.failure(await environment())).message).to.match(/HTTP 400, ExpiredTokenException\.$/);
    stage.aws.server.fail(cloudFault.answer(400, said('InvalidIdentityToken', `bad &quot;${TOKEN}&quot;`)));
    expect((await stage.failure(await environment())).message).to.match(/InvalidIdentityToken: bad "\[token\]"\.$/);
  });

  const PASSING: readonly (readonly [string, CloudFault])[] = [
    ['cannot reach the issuer', cloudFault.answer(400, '<Code>IDPCommunicationError</Code>')],
    ['asks for fewer calls', cloudFault.answer(400, '<Code>Throttling</Code>')],
    ['fails', cloudFault.answer(503)],
    ['breaks the connection', cloudFault.reset()],
    ['is a portal', cloudFault.page()],
    ['talks without end', cloudFault.endless()],
  ];
  for (const [title, fault] of PASSING) {
    it(`will try again when the token service ${title}`, async () => {
      stage.aws.server.fail(fault);
      expect(await stage.failure(await environment())).to.include({
        reason: 'CloudUnavailable',
        disposition: 'retryable',
      });
    });
  }

  it('will try again when the token service hangs', async () => {
    stage.aws.server.fail(cloudFault.hang());
    const arrived = stage.aws.server.arrived();
    const failure = stage.failure(await environment());
    await arrived;
    await stage.clock.advance(5_000);
    expect(await failure).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
  });

  it('ends when it is aborted', async () => {
    stage.aws.server.fail(cloudFault.hang());
    const stop = new AbortController();
    const arrived = stage.aws.server.arrived();
    const outcome = stage.body(await environment(), stop.signal).catch((error: unknown) => error);
    await arrived;
    const reason = new Error('stop');
    stop.abort(reason);
    expect(await outcome).to.equal(reason);
  });

  const MISSING: readonly (readonly [string, Variables, string, RegExp])[] = [
    ['the role', { AWS_ROLE_ARN: '' }, 'CredentialsIncomplete', /not AWS_ROLE_ARN/],
    [
      'the file',
      { AWS_WEB_IDENTITY_TOKEN_FILE: '/nonexistent' },
      'CredentialsNotFound',
      /\/nonexistent does not exist/,
    ],
    ['a token in it', { AWS_WEB_IDENTITY_TOKEN_FILE: '/dev/null' }, 'CredentialsNotFound', /no regular file/],
    ['a region that is one', { AWS_REGION: 'x.evil.test/' }, 'CredentialsIncomplete', /region/],
  ];
  for (const [title, change, reason, says] of MISSING) {
    it(`needs ${title}`, async () => {
      const failure = await stage.failure(await environment(change));
      expect(failure).to.include({ reason, disposition: 'terminal' });
      expect(failure.message).to.match(says);
    });
  }
});
