import { expect } from 'chai';
import { cloudFailure, type CloudCall } from '../../../src/kernel/index.ts';

const CALL: CloudCall = { what: 'get a token', method: 'GET', url: 'http://169.254.169.254/token?a-credential' };
const failure = (status: number, headers: Record<string, string> = {}, said = '') =>
  cloudFailure(CALL, { status, headers, body: '' }, said);

describe('cloudFailure', () => {
  for (const status of [301, 400, 401, 403, 404]) {
    it(`${status}: the cloud has refused, until something is changed`, () => {
      expect(failure(status)).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
    });
  }
  for (const status of [408, 425, 429, 500, 503]) {
    it(`${status}: passes by itself`, () => {
      expect(failure(status)).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
    });
  }

  const WAITS: readonly (readonly [string, number | undefined])[] = [
    ['0', 1_000],
    ['30', 30_000],
    ['86400', 600_000],
    ['-1', undefined],
    ['Thu, 01 Jan 2026 00:00:00 GMT', undefined],
  ];
  for (const [header, retryAfterMs] of WAITS) {
    it(`waits for ${String(retryAfterMs)} ms when Retry-After is "${header}"`, () => {
      expect(failure(429, { 'retry-after': header }).retryAfterMs).to.equal(retryAfterMs);
    });
  }

  it('names what was asked and where, and what was said in one line of bounded length', () => {
    const { message } = failure(400, {}, `Identity\r\n not\u0007 found. ${'x'.repeat(2_000)}`);
    expect(message).to.match(
      /^Could not get a token at http:\/\/169\.254\.169\.254: HTTP 400, Identity not found\. x+\.\.\.?$/,
    );
    expect(message.length).to.be.below(400);
    expect(message).not.to.include('a-credential');
  });
});
