import { expect } from 'chai';
import { debounceMs } from '../../../../../src/plugins/sync/infisical-secret/reload/debounce.ts';

describe('debounceMs', () => {
  const cases: readonly (readonly [string | undefined, number])[] = [
    [undefined, 1_000],
    ['0s', 0],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1m30s', 90_000],
    ['250ms', 250],
    ['1h', 3_600_000],
    ['2h', 3_600_000],
    ['999999h', 3_600_000],
    ['', 1_000],
    ['30', 1_000],
    ['-5s', 1_000],
    ['1e9s', 1_000],
    ['soon', 1_000],
  ];
  for (const [text, ms] of cases) {
    it(`${text === undefined ? 'absent' : `"${text}"`} is ${ms} ms`, () => {
      expect(debounceMs(text)).to.equal(ms);
    });
  }
});
