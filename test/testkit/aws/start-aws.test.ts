import { expect } from 'chai';
import { startAws, type Aws } from '../../../src/testkit/aws/index.ts';

const ROLES = '/latest/meta-data/iam/security-credentials/';

describe('startAws', () => {
  let aws: Aws;
  let nowMs: number;
  beforeEach(async () => {
    nowMs = Date.UTC(2026, 0, 1);
    aws = await startAws({ now: () => nowMs });
    aws.instance.role = aws.account.role('node');
  });
  afterEach(() => aws.stop());

  const ask = async (path: string, init: RequestInit = {}): Promise<readonly [number, string]> => {
    const answer = await fetch(aws.server.url + path, init);
    return [answer.status, await answer.text()];
  };
  const open = (headers: Record<string, string>): Promise<readonly [number, string]> =>
    ask('/latest/api/token', { method: 'PUT', headers });
  const TTL = 'X-aws-ec2-metadata-token-ttl-seconds';

  describe('its metadata service', () => {
    const REFUSED: readonly (readonly [string, Record<string, string>, number])[] = [
      ['without a life', {}, 400],
      ['of no life', { [TTL]: '0' }, 400],
      ['of more than 6 hours', { [TTL]: '21601' }, 400],
      ['by a proxy', { [TTL]: '60', 'X-Forwarded-For': '10.0.0.1' }, 403],
    ];
    for (const [title, headers, status] of REFUSED) {
      it(`opens no session ${title}`, async () => {
        expect((await open(headers))[0]).to.equal(status);
      });
    }

    it('tells nothing without a session, and after its end', async () => {
      const [, token] = await open({ [TTL]: '60' });
      const headers = { 'X-aws-ec2-metadata-token': token };
      expect((await ask(ROLES))[0]).to.equal(401);
      expect(await ask(ROLES, { headers })).to.deep.equal([200, 'node']);
      nowMs += 60_000;
      const [status, page] = await ask(ROLES, { headers });
      expect(status).to.equal(401);
      expect(page).to.match(/<title>401 - Unauthorized<\/title>/);
    });
  });

  it('has a token service that answers in XML, and in JSON to who asks for it', async () => {
    const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
    const [status, xml] = await ask('/', { method: 'POST', body });
    expect(status).to.equal(403);
    expect(xml).to.match(/^<ErrorResponse xmlns=".*">\s*<Error>[^]*<Code>MissingAuthenticationToken<\/Code>/);
    const [, json] = await ask('/', { method: 'POST', body, headers: { Accept: 'application/json' } });
    expect(JSON.parse(json)).to.have.nested.property('Error.Code', 'MissingAuthenticationToken');
  });
});
