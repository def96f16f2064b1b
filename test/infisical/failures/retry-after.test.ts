import { expect } from 'chai';
import { retryAfterMs } from '../../../src/infisical/failures/retry-after.ts';

describe('retryAfterMs', () => {
  const now = Date.UTC(2026, 10, 23, 12, 0, 0);
  const cases: readonly (readonly [name: string, headers: Record<string, string>, expected: number | undefined])[] = [
    ['seconds', { 'retry-after': '58' }, 58_000],
    ['seconds with spaces', { 'retry-after': ' 7 ' }, 7_000],
    ['nought is at least a second', { 'retry-after': '0' }, 1_000],
    ['a day is at most ten minutes', { 'retry-after': '86400' }, 600_000],
    ['a date', { 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' }, 30_000],
    ['a date in the past', { 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 1_000],
    ['the older header', { 'x-ratelimit-reset': '12' }, 12_000],
    ['nonsense, then the older header', { 'retry-after': 'soon', 'x-ratelimit-reset': '12' }, 12_000],
    ['a negative number', { 'retry-after': '-1' }, undefined],
    ['a fraction', { 'retry-after': '1.5' }, undefined],
    ['a date that is none', { 'retry-after': 'Mon, or Tue' }, undefined],
    ['nothing', {}, undefined],
  ];
  for (const [name, headers, expected] of cases) {
    it(name, () => {
      expect(retryAfterMs(new Headers(headers), now)).to.equal(expected);
    });
  }
});
