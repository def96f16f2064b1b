import { expect } from 'chai';
import type { LoginMaterial, OperatorError } from '#kernel';
import {
  FakeClock,
  FakePlatform,
  anAuthRequest,
  cloudFault,
  startGoogleCloud,
  type CloudFault,
  type GoogleCloud,
} from '#testkit';
import { NodePlatform } from '../../../../src/platform/index.ts';
import { GcpIdTokenAuth } from '../../../../src/plugins/auth/gcp/id-token/gcp-id-token-auth.ts';
import { IDENTITY_ID, logIn } from '../log-in.ts';
import { bodyOf, failureOf } from './bodies.ts';

describe('GcpIdTokenAuth', () => {
  let cloud: GoogleCloud;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    cloud = await startGoogleCloud({ now: () => clock.now() });
    cloud.machine.account = cloud.serviceAccount();
  });
  afterEach(() => cloud.stop());

  const prepare = (identityId = IDENTITY_ID): Promise<LoginMaterial> =>
    new GcpIdTokenAuth(new NodePlatform(clock, cloud.environment())).prepare(anAuthRequest({ identityId }));
  const failure = async (): Promise<OperatorError> => failureOf(await prepare());

  it('logs in with a token for the identity, which tells project and zone', async () => {
    const { account, project, zone } = cloud.machine;
    const accounts = account === undefined || typeof account === 'string' ? [] : [account];
    const check = cloud.idTokenCheck({ accounts, projects: [project], zones: [zone] });
    expect(await logIn(await prepare(), 'gcp', check)).to.equal('accepted');
    const [request] = cloud.server.requests;
    expect(request?.headers).to.include({ 'metadata-flavor': 'Google' });
    expect(Object.fromEntries(request?.query ?? [])).to.deep.equal({ audience: IDENTITY_ID, format: 'full' });
  });

  it('is not taken for another account, project or zone', async () => {
    for (const allowed of [
      { accounts: [cloud.serviceAccount()] },
      { accounts: [], projects: ['bank'] },
      { accounts: [], zones: ['us-east1-b'] },
    ]) {
      expect(await logIn(await prepare(), 'gcp', cloud.idTokenCheck(allowed))).to.equal('InvalidCredentials');
    }
  });

  it('makes a token for each login', async () => {
    const material = await prepare();
    const first = await bodyOf(material);
    await clock.advance(1_000);
    expect(await bodyOf(material)).not.to.deep.equal(first);
  });

  it('cannot smuggle a parameter into the request', async () => {
    await bodyOf(await prepare('x&audience=somebody&format=standard'));
    expect(cloud.server.requests[0]?.query.getAll('audience')).to.deep.equal(['x&audience=somebody&format=standard']);
    expect(cloud.server.requests[0]?.query.getAll('format')).to.deep.equal(['full']);
  });

  it('asks the name that is the same on every machine, unless it is told another', async () => {
    const platform = new FakePlatform();
    await failureOf(await new GcpIdTokenAuth(platform).prepare(anAuthRequest({ identityId: 'x' })));
    expect(platform.calls.map(({ url }) => url)).to.deep.equal([
      'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=x&format=full',
    ]);
  });

  it('says that the machine has no service account, without a web page', async () => {
    cloud.machine.account = undefined;
    const error = await failure();
    expect(error).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
    expect(error.message).to.match(/^Could not get an id token at http:\/\/127\.0\.0\.1:\d+: HTTP 404\.$/);
  });

  it('says what the metadata server of GKE refused', async () => {
    cloud.machine.account = 'shop.svc.id.goog';
    const error = await failure();
    expect(error).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
    expect(error.message).to.match(/HTTP 403, Unable to generate token; IAM returned 403 Forbidden/);
  });

  const FLAVOR = { 'metadata-flavor': 'Google' };
  const PASSING: readonly (readonly [string, CloudFault])[] = [
    ['is not there yet', cloudFault.reset()],
    ['fails', cloudFault.answer(500, 'oops', FLAVOR)],
    ['asks for fewer calls', cloudFault.answer(429, '', FLAVOR)],
    ['is a portal', cloudFault.page()],
    ['is somebody else with a token of his', cloudFault.answer(200, 'a.b.c')],
    ['talks without end', cloudFault.endless()],
    ['answers with something that is no token', cloudFault.answer(200, 'a b', FLAVOR)],
  ];
  for (const [title, fault] of PASSING) {
    it(`will try again when the metadata server ${title}`, async () => {
      cloud.server.fail(fault);
      expect(await failure()).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
    });
  }

  it('will try again when the metadata server hangs for 10 seconds', async () => {
    cloud.server.fail(cloudFault.hang());
    const arrived = cloud.server.arrived();
    const failed = failure();
    await arrived;
    await clock.advance(10_000);
    expect(await failed).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
  });
});
