import { expect } from 'chai';
import { SignatureRefusal, checkSignature, type SignedRequest } from '../../../src/testkit/aws/index.ts';

/** The keys of the examples in AWS's documentation. */
const KEY_ID = 'AKIDEXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const TIME = '20150830T123600Z';
const NOW_MS = Date.UTC(2015, 7, 30, 12, 36);

function request(
  service: string,
  signedHeaders: string,
  signature: string,
  rest: Partial<SignedRequest>,
): SignedRequest {
  const scope = `${KEY_ID}/20150830/us-east-1/${service}/aws4_request`;
  return {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(),
    body: '',
    ...rest,
    headers: {
      'x-amz-date': TIME,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
      ...rest.headers,
    },
  };
}

const check = (signed: SignedRequest, service: string, nowMs = NOW_MS): string =>
  checkSignature(signed, {
    service,
    region: 'us-east-1',
    nowMs,
    secretKey: (id) => (id === KEY_ID ? SECRET : undefined),
  });

const LIST_USERS = request(
  'iam',
  'content-type;host;x-amz-date',
  '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  {
    query: new URLSearchParams({ Action: 'ListUsers', Version: '2010-05-08' }),
    headers: { host: 'iam.amazonaws.com', 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  },
);

describe('checkSignature', () => {
  // Signatures that AWS has published: the worked example of the documentation, and two of its test suite.
  const PUBLISHED: readonly (readonly [string, string, SignedRequest])[] = [
    ['the worked example', 'iam', LIST_USERS],
    [
      'get-vanilla',
      'service',
      request('service', 'host;x-amz-date', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31', {
        headers: { host: 'example.amazonaws.com' },
      }),
    ],
    [
      'post-x-www-form-urlencoded',
      'service',
      request(
        'service',
        'content-type;host;x-amz-date',
        'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
        {
          method: 'POST',
          headers: { host: 'example.amazonaws.com', 'content-type': 'application/x-www-form-urlencoded' },
          body: 'Param1=value1',
        },
      ),
    ],
  ];
  for (const [title, service, signed] of PUBLISHED) {
    it(`takes ${title}`, () => {
      expect(check(signed, service)).to.equal(KEY_ID);
    });
  }

  const refusal = (signed: SignedRequest, service = 'iam', nowMs = NOW_MS): string => {
    try {
      return check(signed, service, nowMs);
    } catch (error) {
      if (error instanceof SignatureRefusal) return error.code;
      throw error;
    }
  };
  const { headers } = LIST_USERS;
  const CHANGES: readonly (readonly [string, SignedRequest, string])[] = [
    ['another body', { ...LIST_USERS, body: 'x' }, 'SignatureDoesNotMatch'],
    ['another query', { ...LIST_USERS, query: new URLSearchParams({ Action: 'ListUsers' }) }, 'SignatureDoesNotMatch'],
    ['another method', { ...LIST_USERS, method: 'POST' }, 'SignatureDoesNotMatch'],
    ['another host', { ...LIST_USERS, headers: { ...headers, host: 'sts.amazonaws.com' } }, 'SignatureDoesNotMatch'],
    [
      'an x-amz header that nobody signed',
      { ...LIST_USERS, headers: { ...headers, 'x-amz-security-token': 't' } },
      'SignatureDoesNotMatch',
    ],
    ['no signature', { ...LIST_USERS, headers: { ...headers, authorization: '' } }, 'IncompleteSignature'],
  ];
  for (const [title, signed, code] of CHANGES) {
    it(`refuses ${title}`, () => {
      expect(refusal(signed)).to.equal(code);
    });
  }

  it('refuses another service, and a time more than 15 minutes away', () => {
    expect(refusal(LIST_USERS, 'sts')).to.equal('SignatureDoesNotMatch');
    expect(refusal(LIST_USERS, 'iam', NOW_MS + 15 * 60_000)).to.equal(KEY_ID);
    expect(refusal(LIST_USERS, 'iam', NOW_MS + 15 * 60_000 + 1)).to.equal('SignatureDoesNotMatch');
    expect(refusal(LIST_USERS, 'iam', NOW_MS - 15 * 60_000 - 1)).to.equal('SignatureDoesNotMatch');
  });
});
