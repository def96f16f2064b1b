import { expect } from 'chai';
import { startAzure, type Azure } from '../../../src/testkit/azure/index.ts';

const TOKEN_PATH =
  '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F';

describe('startAzure', () => {
  let azure: Azure;
  beforeEach(async () => {
    azure = await startAzure();
    azure.identity();
  });
  afterEach(() => azure.stop());

  const ask = async (path: string, init: RequestInit = {}): Promise<readonly [number, Record<string, unknown>]> => {
    const answer = await fetch(azure.server.url + path, init);
    return [answer.status, (await answer.json().catch(() => ({}))) as Record<string, unknown>];
  };

  const REFUSED: readonly (readonly [string, string, Record<string, string>, RegExp])[] = [
    ['without its header', TOKEN_PATH, {}, /metadata header/],
    ['by a proxy', TOKEN_PATH, { Metadata: 'true', 'X-Forwarded-For': '10.0.0.1' }, /forwarded/],
    ['without a version', '/metadata/identity/oauth2/token?resource=x', { Metadata: 'true' }, /api-version/],
    ['without a resource', '/metadata/identity/oauth2/token?api-version=2018-02-01', { Metadata: 'true' }, /audience/],
  ];
  for (const [title, path, headers, says] of REFUSED) {
    it(`has a metadata service that is not to be asked ${title}`, async () => {
      const [status, body] = await ask(path, { headers });
      expect([status, body['error']]).to.deep.equal([400, 'invalid_request']);
      expect(body['error_description']).to.match(says);
    });
  }

  it('gives a token in the shape of the metadata service: numbers as text', async () => {
    const [status, body] = await ask(TOKEN_PATH, { headers: { Metadata: 'true' } });
    expect(status).to.equal(200);
    expect(body).to.include({ expires_in: '3600', token_type: 'Bearer', resource: 'https://management.azure.com/' });
  });

  it('takes the slash at the end of an audience as Infisical does', async () => {
    const identity = azure.identity({ clientId: 'one' });
    const tokenFor = async (resource: string): Promise<string> => {
      const query = new URLSearchParams({ 'api-version': '2018-02-01', resource, client_id: 'one' });
      const [, body] = await ask(`/metadata/identity/oauth2/token?${query.toString()}`, {
        headers: { Metadata: 'true' },
      });
      return String(body['access_token']);
    };
    const with_ = azure.check('https://x.test/', [identity]);
    const without = azure.check('https://x.test', [identity]);
    const [slash, bare] = [{ jwt: await tokenFor('https://x.test/') }, { jwt: await tokenFor('https://x.test') }];
    expect([with_(slash), with_(bare), without(slash), without(bare)]).to.deep.equal([true, true, false, true]);
  });

  it('takes no token that was changed, that another signed, or that is over', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    const other = await startAzure({ tenantId: azure.tenantId, now: () => nowMs });
    try {
      const identity = other.identity();
      const answer = await fetch(other.server.url + TOKEN_PATH, { headers: { Metadata: 'true' } });
      const { access_token: jwt = '' } = (await answer.json()) as { access_token?: string };
      const check = other.check('https://management.azure.com/', [identity]);
      expect(check({ jwt })).to.equal(true);
      const [head, , signature] = jwt.split('.');
      const forged = Buffer.from(JSON.stringify({ oid: identity.objectId })).toString('base64url');
      expect(check({ jwt: `${String(head)}.${forged}.${String(signature)}` })).to.equal(false);
      expect(azure.check('https://management.azure.com/', [identity])({ jwt })).to.equal(false);
      nowMs += 3_600_000;
      expect(check({ jwt })).to.equal(false);
    } finally {
      await other.stop();
    }
  });
});
