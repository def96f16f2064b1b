import { executeFault } from '../fault.ts';
import { sprint } from '../format/print.ts';
import type { Meter } from '../meter.ts';
import { parseInt64 } from '../values/parse-number.ts';
import { goInt, goInt64, GoList, type Value } from '../values/value.ts';
import { toFloat64, toInt64 } from './cast.ts';
import { DECIMAL_OPERATIONS, decimalFold } from './decimal.ts';
import { joinTexts } from './texts.ts';
import { fixed, variadic, type FunctionTable } from './signature.ts';

function extreme(values: readonly Value[], better: (left: bigint, right: bigint) => boolean): Value {
  const numbers = values.map(toInt64);
  return goInt64(numbers.reduce((best, number) => (better(number, best) ? number : best)));
}

function divisor(value: Value): bigint {
  const number = toInt64(value);
  if (number === 0n) throw executeFault('division by zero');
  return number;
}

/** Numbers from start up or down to, without, stop; a step in the wrong direction gives none. */
function steps(meter: Meter, start: number, stop: number, step: number): number[] {
  const distance = stop - start;
  const forward = distance < 0 ? step < 0 : step > 0;
  const count = forward ? Math.ceil(distance / step) : 0;
  meter.items(count);
  return Array.from({ length: count }, (_, i) => start + i * step);
}

function untilStep(meter: Meter, start: number, stop: number, step: number): GoList {
  return new GoList('int', steps(meter, start, stop, step).map(goInt));
}

function sequence(meter: Meter, params: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = params;
  let numbers: number[] = [];
  if (params.length === 1) {
    const step = first < 1 ? -1 : 1;
    numbers = steps(meter, 1, first + step, step);
  } else if (params.length === 2) {
    const step = second < first ? -1 : 1;
    numbers = steps(meter, first, second + step, step);
  } else if (params.length === 3) {
    const down = third < first;
    if (down && second > 0) return '';
    numbers = steps(meter, first, third + (down ? -1 : 1), second);
  }
  return joinTexts(meter, ' ', numbers.map(String));
}

/** Go's math.Pow(10, n), which is not always the nearest float: it multiplies mantissas, bit by bit of the exponent. */
function powerOfTen(n: number): number {
  let [result, exponent] = [1, 0];
  // 10 is 0.625 × 2^4.
  let [mantissa, shift] = [0.625, 4];
  for (let left = Math.min(Math.abs(n), 4_096); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      result *= mantissa;
      exponent += shift;
    }
    mantissa *= mantissa;
    shift *= 2;
    if (mantissa < 0.5) {
      mantissa += mantissa;
      shift -= 1;
    }
  }
  const [scale, sign] = n < 0 ? [1 / result, -1] : [result, 1];
  // In two steps, so that a small mantissa does not overflow before it is multiplied.
  const half = Math.trunc((sign * exponent) / 2);
  return scale * 2 ** half * 2 ** (sign * exponent - half);
}

function round(value: number, places: number, roundOn: number): number {
  const power = powerOfTen(places);
  const digits = power * value;
  const fraction = digits - Math.trunc(digits);
  return (fraction >= roundOn ? Math.ceil(digits) : Math.floor(digits)) / power;
}

function atoi(text: string): Value {
  if (!/^[+-]?[0-9]+$/.test(text)) return goInt(0);
  // A number that is too large gives the largest there is, as the error is dropped.
  return goInt(parseInt64(text, 10) ?? (text.startsWith('-') ? -(2n ** 63n) : 2n ** 63n - 1n));
}

/** Whole numbers are int64 and wrap; the ones with f are float64 and reckon in decimals. */
export const math: FunctionTable = {
  atoi: fixed(['string'], (_meter, text) => atoi(text)),
  int: fixed(['any'], (_meter, value) => goInt(toInt64(value))),
  int64: fixed(['any'], (_meter, value) => goInt64(toInt64(value))),
  float64: fixed(['any'], (_meter, value) => toFloat64(value)),
  toDecimal: fixed(['any'], (meter, value) => goInt64(parseInt64(sprint([value], meter), 8) ?? 0n)),
  seq: variadic([], 'int', sequence),
  until: fixed(['int'], (meter, count) => untilStep(meter, 0, count, count < 0 ? -1 : 1)),
  untilStep: fixed(['int', 'int', 'int'], untilStep),
  add1: fixed(['any'], (_meter, value) => goInt64(toInt64(value) + 1n)),
  add: variadic([], 'any', (_meter, values) => goInt64(values.reduce((sum, value) => sum + toInt64(value), 0n))),
  sub: fixed(['any', 'any'], (_meter, left, right) => goInt64(toInt64(left) - toInt64(right))),
  div: fixed(['any', 'any'], (_meter, left, right) => goInt64(toInt64(left) / divisor(right))),
  mod: fixed(['any', 'any'], (_meter, left, right) => goInt64(toInt64(left) % divisor(right))),
  mul: variadic(['any'], 'any', (_meter, others, first) =>
    goInt64(others.reduce((product, value) => BigInt.asIntN(64, product * toInt64(value)), toInt64(first))),
  ),
  add1f: fixed(['any'], (_meter, value) => decimalFold(value, [1], DECIMAL_OPERATIONS.add)),
  addf: variadic([], 'any', (_meter, values) => decimalFold(0, values, DECIMAL_OPERATIONS.add)),
  subf: variadic(['any'], 'any', (_meter, others, first) => decimalFold(first, others, DECIMAL_OPERATIONS.subtract)),
  mulf: variadic(['any'], 'any', (meter, others, first) => {
    meter.spend(others.length ** 2);
    return decimalFold(first, others, DECIMAL_OPERATIONS.multiply);
  }),
  divf: variadic(['any'], 'any', (_meter, others, first) => decimalFold(first, others, DECIMAL_OPERATIONS.divide)),
  biggest: variadic(['any'], 'any', (_meter, others, first) => extreme([first, ...others], (a, b) => a > b)),
  max: variadic(['any'], 'any', (_meter, others, first) => extreme([first, ...others], (a, b) => a > b)),
  min: variadic(['any'], 'any', (_meter, others, first) => extreme([first, ...others], (a, b) => a < b)),
  maxf: variadic(['any'], 'any', (_meter, others, first) => Math.max(...[first, ...others].map(toFloat64))),
  minf: variadic(['any'], 'any', (_meter, others, first) => Math.min(...[first, ...others].map(toFloat64))),
  ceil: fixed(['any'], (_meter, value) => Math.ceil(toFloat64(value))),
  floor: fixed(['any'], (_meter, value) => Math.floor(toFloat64(value))),
  round: variadic(['any', 'int'], 'float64', (_meter, [on = 0.5], value, places) =>
    round(toFloat64(value), places, on),
  ),
};
