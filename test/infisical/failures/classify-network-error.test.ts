import { expect } from 'chai';
import { retryable } from '#kernel';
import { classifyNetworkError } from '../../../src/infisical/failures/index.ts';

describe('classifyNetworkError', () => {
  const about = { what: 'log in (universal)', host: 'https://inf.example.com' };
  const coded = (code: string): Error => Object.assign(new Error('text that nobody should see'), { code });
  const cases: readonly (readonly [name: string, error: Error, reason: string, says: RegExp])[] = [
    ['connection refused', coded('ECONNREFUSED'), 'HostUnreachable', /connection refused, ECONNREFUSED/],
    ['a reset', coded('ECONNRESET'), 'HostUnreachable', /reset, ECONNRESET/],
    ['an unknown name', coded('ENOTFOUND'), 'HostUnreachable', /name is not known/],
    ['a closed connection', coded('UND_ERR_SOCKET'), 'HostUnreachable', /before the answer was complete/],
    ['a private authority', coded('SELF_SIGNED_CERT_IN_CHAIN'), 'HostUnreachable', /tls\.caRef/],
    ['another name in the certificate', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'HostUnreachable', /for another name/],
    ['an expired certificate', coded('CERT_HAS_EXPIRED'), 'HostUnreachable', /has expired/],
    ['a connection that takes too long', coded('UND_ERR_CONNECT_TIMEOUT'), 'HostTimeout', /took too long/],
    ['no HTTP', coded('HPE_INVALID_CONSTANT'), 'HostAnswerInvalid', /no valid HTTP/],
    ['a code that nobody foresaw', coded('EWHATEVER'), 'HostUnreachable', /EWHATEVER/],
    ['a forbidden address', coded('ERR_FORBIDDEN_ADDRESS'), 'HostInvalid', /address of the machine itself/],
    ['JSON that is none', new SyntaxError('Unexpected token in "s3cret"'), 'HostAnswerInvalid', /no valid JSON/],
    ['a fault of ours', new TypeError('x is not a function'), 'InternalError', /unexpected fault/],
    ['a wrapped error', new Error('fetch failed', { cause: coded('ECONNREFUSED') }), 'HostUnreachable', /refused/],
    [
      'several addresses',
      new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]),
      'HostUnreachable',
      /refused/,
    ],
  ];
  for (const [name, error, reason, says] of cases) {
    it(name, () => {
      const classified = classifyNetworkError(error, about);
      expect(classified).to.have.property('reason', reason);
      expect(classified.message).to.match(says).and.not.include('nobody should see').and.not.include('s3cret');
    });
  }

  it('keeps nothing of an answer that is no JSON', () => {
    expect(classifyNetworkError(new SyntaxError('"s3cret"'), about).cause).to.equal(undefined);
  });

  it('passes what was classified already', () => {
    const error = retryable('HostError', 'x');
    expect(classifyNetworkError(error, about)).to.equal(error);
  });
});
