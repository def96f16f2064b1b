import { expect } from 'chai';
import { type AnnouncedLimit, announcedLimit } from '../../../src/infisical/guard/announced-limit.ts';

const GOOD: AnnouncedLimit = { limit: 60, left: 58, endsInMs: 42_000 };

describe('announcedLimit', () => {
  const infisical = (limit: string, remaining: string, reset: string): Record<string, string> => ({
    'x-ratelimit-limit': limit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': reset,
  });
  const cases: readonly (readonly [
    name: string,
    headers: Record<string, string>,
    expected: AnnouncedLimit | undefined,
  ])[] = [
    ['as Infisical sends them', infisical('60', '58', '42'), GOOD],
    ['with spaces', infisical(' 60 ', ' 58', '42 '), GOOD],
    [
      "as the IETF's draft names them",
      { 'ratelimit-limit': '60', 'ratelimit-remaining': '58', 'ratelimit-reset': '42' },
      GOOD,
    ],
    ['used up', infisical('60', '0', '0'), { limit: 60, left: 0, endsInMs: 0 }],
    ['none', {}, undefined],
    ['one part missing', { 'x-ratelimit-limit': '60', 'x-ratelimit-reset': '42' }, undefined],
    ['no calls at all', infisical('0', '0', '42'), undefined],
    ['more left than there are', infisical('60', '61', '42'), undefined],
    ['a negative number', infisical('60', '-1', '42'), undefined],
    ['a fraction', infisical('60', '58', '0.5'), undefined],
    ['an instant in place of a duration', infisical('60', '0', '1764000000'), undefined],
    ['a day', infisical('60', '0', '86400'), undefined],
    ['a number without end', infisical('60', '9'.repeat(400), '42'), undefined],
    ['text', infisical('sixty', 'some', 'soon'), undefined],
  ];
  for (const [name, headers, expected] of cases) {
    it(name, () => {
      expect(announcedLimit(new Headers(headers))).to.deep.equal(expected);
    });
  }
});
