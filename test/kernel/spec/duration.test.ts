import { expect } from 'chai';
import * as fc from 'fast-check';
import { LONG_ENOUGH, MIN_RESYNC_MS, parseResyncInterval, RESYNC_INTERVAL } from '../../../src/kernel/spec/duration.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('parseResyncInterval', () => {
  for (const [written, ms] of [
    [5, 5 * SECOND],
    [60, MINUTE],
    [999_999_999, 999_999_999 * SECOND],
    ['10', 10 * SECOND],
    ['0010', 10 * SECOND],
    ['5s', 5 * SECOND],
    ['90s', 90 * SECOND],
    ['1m', MINUTE],
    ['1h30m', 90 * MINUTE],
    ['1h0m0s', HOUR],
    ['0h6s', 6 * SECOND],
    ['1d', DAY],
    ['1d1s', DAY + SECOND],
    ['2w', 14 * DAY],
    ['1w2d3h4m5s', 9 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND],
  ] as const) {
    it(`reads ${JSON.stringify(written)} as ${ms} ms`, () => {
      expect(parseResyncInterval(written)).to.equal(ms);
    });
  }

  for (const written of [
    '',
    ' ',
    'soon',
    '1 day',
    '1y',
    'm',
    '-5s',
    '+5s',
    '1.5h',
    '10ms',
    '30m1h',
    '5s5s',
    '1e3',
    '٣s',
    -5,
    7.5,
    NaN,
  ]) {
    it(`refuses ${JSON.stringify(written)} for its form`, () => {
      expect(() => parseResyncInterval(written)).to.throw(RangeError, 'must be whole seconds, or a duration such as');
    });
  }

  for (const written of [0, 4, '0', '4', '4s', '0m', '0w0d0h0m4s', '0004s']) {
    it(`refuses ${JSON.stringify(written)} for its length`, () => {
      expect(() => parseResyncInterval(written)).to.throw(RangeError, 'must be at least 5 seconds');
    });
  }

  it('agrees with the pattern by which the API server tells what is long enough', () => {
    const part = fc.tuple(fc.constantFrom('w', 'd', 'h', 'm', 's'), fc.integer({ min: 0, max: 12 }), fc.boolean());
    const duration = fc.uniqueArray(part, { selector: ([unit]) => unit, minLength: 1 }).map((parts) =>
      ['w', 'd', 'h', 'm', 's']
        .flatMap((unit) => parts.filter(([of]) => of === unit))
        .map(([unit, amount, padded]) => `${padded ? '0' : ''}${amount}${unit}`)
        .join(''),
    );
    fc.assert(
      fc.property(fc.oneof(duration, fc.nat({ max: 20 }).map(String)), (text) => {
        expect(text).to.match(RESYNC_INTERVAL);
        if (LONG_ENOUGH.test(text)) expect(parseResyncInterval(text)).to.be.at.least(MIN_RESYNC_MS);
        else expect(() => parseResyncInterval(text)).to.throw('at least 5 seconds');
      }),
    );
  });
});
