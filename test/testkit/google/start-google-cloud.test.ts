import { createVerify, createPublicKey, createPrivateKey } from 'node:crypto';
import { expect } from 'chai';
import { startGoogleCloud, type GoogleAccount, type GoogleCloud } from '../../../src/testkit/google/index.ts';

const DEFAULT = '/computeMetadata/v1/instance/service-accounts/default';
const FLAVOR = { 'Metadata-Flavor': 'Google' };

describe('startGoogleCloud', () => {
  let nowMs: number;
  let cloud: GoogleCloud;
  let account: GoogleAccount;
  beforeEach(async () => {
    nowMs = Date.UTC(2026, 0, 1);
    cloud = await startGoogleCloud({ now: () => nowMs });
    account = cloud.serviceAccount();
    cloud.machine.account = account;
  });
  afterEach(() => cloud.stop());

  const ask = async (path: string, init: RequestInit = {}): Promise<readonly [number, string]> => {
    const answer = await fetch(cloud.server.url + path, init);
    return [answer.status, await answer.text()];
  };
  const idToken = async (query = 'audience=me&format=full'): Promise<string> =>
    (await ask(`${DEFAULT}/identity?${query}`, { headers: FLAVOR }))[1];
  const accessToken = async (): Promise<string> => {
    const [, body] = await ask(`${DEFAULT}/token`, { headers: FLAVOR });
    return (JSON.parse(body) as { access_token: string }).access_token;
  };
  const signJwt = async (token: string, payload: object, email = account.email): Promise<readonly [number, string]> =>
    ask(`/v1/projects/-/serviceAccounts/${email}:signJwt`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ payload: JSON.stringify(payload) }),
    });

  const REFUSED: readonly (readonly [string, string, Record<string, string>, number])[] = [
    ['without its header', `${DEFAULT}/email`, {}, 403],
    ['by a proxy', `${DEFAULT}/email`, { ...FLAVOR, 'X-Forwarded-For': '10.0.0.1' }, 403],
    ['for a token without audience', `${DEFAULT}/identity`, FLAVOR, 400],
    ['for what it does not have', `${DEFAULT}/moon`, FLAVOR, 404],
  ];
  for (const [title, path, headers, status] of REFUSED) {
    it(`has a metadata server that is not to be asked ${title}`, async () => {
      expect((await ask(path, { headers }))[0]).to.equal(status);
    });
  }

  it('tells the place of an instance in full tokens only, and without it Infisical has no limits of place', async () => {
    const elsewhere = cloud.idTokenCheck({ accounts: [account], projects: ['bank'] });
    expect(elsewhere({ identityId: 'me', jwt: await idToken() })).to.equal(false);
    expect(elsewhere({ identityId: 'me', jwt: await idToken('audience=me') })).to.equal(true);
  });

  it('takes no id token for another audience, that was changed, that another signed, or that is over', async () => {
    const check = cloud.idTokenCheck({ accounts: [] });
    const jwt = await idToken();
    expect(check({ identityId: 'me', jwt })).to.equal(true);
    expect(check({ identityId: 'you', jwt })).to.equal(false);
    const [head = '', body = '', signature = ''] = jwt.split('.');
    const changed = Buffer.from(body, 'base64url').toString().replace('"me"', '"my"');
    const forged = `${head}.${Buffer.from(changed).toString('base64url')}.${signature}`;
    expect(check({ identityId: 'my', jwt: forged })).to.equal(false);
    const other = await startGoogleCloud({ now: () => nowMs });
    expect(other.idTokenCheck({ accounts: [] })({ identityId: 'me', jwt })).to.equal(false);
    await other.stop();
    nowMs += 3_600_000;
    expect(check({ identityId: 'me', jwt })).to.equal(false);
  });

  it('signs what an account may have signed, and adds an end of an hour', async () => {
    const [status, body] = await signJwt(await accessToken(), { sub: account.email, aud: 'me' });
    expect(status).to.equal(200);
    const { signedJwt: jwt } = JSON.parse(body) as { signedJwt: string };
    const check = cloud.signedJwtCheck({ accounts: [account] });
    expect(check({ identityId: 'me', jwt })).to.equal(true);
    expect(check({ identityId: 'you', jwt })).to.equal(false);
    expect(cloud.signedJwtCheck({ accounts: [cloud.serviceAccount()] })({ identityId: 'me', jwt })).to.equal(false);
    nowMs += 3_600_000;
    expect(check({ identityId: 'me', jwt })).to.equal(false);
  });

  it('signs for nobody else, for no unknown token, and for no unknown account', async () => {
    const token = await accessToken();
    const other = cloud.serviceAccount();
    expect((await signJwt(token, {}, other.email))[0]).to.equal(403);
    expect((await signJwt('ya29.mine', {}))[0]).to.equal(401);
    expect((await signJwt(token, {}, 'nobody@shop.iam.gserviceaccount.com'))[0]).to.equal(404);
    account.maySign = false;
    expect((await signJwt(token, {}))[1]).to.contain("Permission 'iam.serviceAccounts.signJwt' denied");
  });

  it('publishes the key of a key file, so that a JWT which that has signed is good as well', () => {
    const key = createPrivateKey(String(cloud.keyFile(account)['private_key']));
    const jwt = account.userKey.sign({ sub: account.email, aud: 'me', exp: nowMs / 1_000 + 60 });
    const [head = '', body = '', signature = ''] = jwt.split('.');
    const verifier = createVerify('RSA-SHA256').update(`${head}.${body}`);
    expect(verifier.verify(createPublicKey(key), signature, 'base64url')).to.equal(true);
    expect(cloud.signedJwtCheck({ accounts: [account] })({ identityId: 'me', jwt })).to.equal(true);
  });
});
