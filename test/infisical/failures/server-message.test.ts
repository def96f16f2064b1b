import { expect } from 'chai';
import { cleanMessage } from '../../../src/infisical/failures/server-message.ts';

describe('cleanMessage', () => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJpZCI6ImEifQ.c2lnbmF0dXJl';
  const cases: readonly (readonly [name: string, message: string, expected: string])[] = [
    ['ordinary words', 'Secret not found', 'Secret not found'],
    ['line breaks and control characters', 'a\n\tb\u0000\u001b[31mc\u202ed', 'a b [31mc d'],
    ['a JWT', `token ${jwt} is bad`, 'token [redacted] is bad'],
    ['a service token', 'st.1b2c.0123.4567 expired', '[redacted] expired'],
    ['a bearer header', 'got Bearer abc-def', 'got [redacted]'],
    ['a long key', `key ${'a1'.repeat(20)}=`, 'key [redacted]'],
    [
      'a UUID',
      'Project a70cce3d-7576-4401-b1c5-e3a0b9122098 not found',
      'Project a70cce3d-7576-4401-b1c5-e3a0b9122098 not found',
    ],
    [
      'a long host name',
      'no infisical-standalone.infisical.svc.cluster.local',
      'no infisical-standalone.infisical.svc.cluster.local',
    ],
    ['a text of the request', 'bad: p4ssw0rd!', 'bad: [redacted]'],
    ['a short text of the request', 'bad: abc', 'bad: abc'],
  ];
  for (const [name, message, expected] of cases) {
    it(name, () => {
      expect(cleanMessage(message, ['p4ssw0rd!', 'abc'])).to.equal(expected);
    });
  }

  it('cuts at 200 characters', () => {
    expect(cleanMessage('word '.repeat(100)))
      .to.have.lengthOf.at.most(200)
      .and.match(/…$/);
  });
});
