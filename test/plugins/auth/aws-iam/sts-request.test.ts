import { expect } from 'chai';
import { checkSignature } from '../../../../src/testkit/aws/index.ts';
import { signStsRequest, stsForm } from '../../../../src/plugins/auth/aws-iam/sts-request.ts';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const USER = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET, sessionToken: undefined };
const SESSION = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: SECRET,
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE//+=token==',
};

describe('signStsRequest', () => {
  // Signatures of the same requests by botocore 1.43.11, the library below AWS's own command line.
  const GOLDEN = [
    [
      'keys of a user',
      USER,
      'eu-central-1',
      'sts.eu-central-1.amazonaws.com',
      'bebc2dd3453e031acbf2940536b6dbde2ea2ed52daaba8816b4253fe4eb904be',
    ],
    [
      'a session',
      SESSION,
      'us-gov-west-1',
      'sts.us-gov-west-1.amazonaws.com',
      '2f23105ae96075766ba16b224e20b647c5c5f83b456872e47344e9cf98a5538e',
    ],
    [
      'China',
      USER,
      'cn-north-1',
      'sts.cn-north-1.amazonaws.com.cn',
      '40c1429bb9ad636f72b23fbb1d50b25443c467af1df25e4ba479cc3c4935fbe7',
    ],
    [
      'the global endpoint',
      USER,
      'us-east-1',
      'sts.amazonaws.com',
      'dcbb1d6c3c5acb72d434639caa0c034537ceaa022bdfbeed3b761b00c8c1d731',
    ],
  ] as const;
  for (const [title, credentials, region, host, signature] of GOLDEN) {
    it(`signs as AWS's own library does: ${title}`, () => {
      const { headers, body } = signStsRequest(stsForm('GetCallerIdentity'), {
        host,
        region,
        credentials,
        nowMs: NOW_MS,
      });
      const token = credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken };
      const names = `content-type;host;x-amz-date${credentials.sessionToken === undefined ? '' : ';x-amz-security-token'}`;
      expect(body).to.equal('Action=GetCallerIdentity&Version=2011-06-15');
      expect(headers).to.deep.equal({
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
        'Content-Length': '43',
        Host: host,
        'X-Amz-Date': '20260102T030405Z',
        ...token,
        Authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260102/${region}/sts/aws4_request, SignedHeaders=${names}, Signature=${signature}`,
      });
    });
  }

  it('signs what a check that was written apart from it takes, for any text in the form', () => {
    const form = stsForm('AssumeRole', { RoleArn: 'arn:aws:iam::1:role/ä b+c/&=', ExternalId: '*!~\u20ac' });
    const { headers, body } = signStsRequest(form, {
      host: 'localhost:1',
      region: 'eu-west-1',
      credentials: SESSION,
      nowMs: NOW_MS,
    });
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const request = { method: 'POST', path: '/', query: new URLSearchParams(), headers: lower, body };
    const terms = { service: 'sts', region: 'eu-west-1', nowMs: NOW_MS, secretKey: () => SECRET };
    expect(checkSignature(request, terms)).to.equal(SESSION.accessKeyId);
    expect(() => checkSignature({ ...request, body: `${body}x` }, terms)).to.throw(/does not match/);
  });
});
