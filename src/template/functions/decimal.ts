import { executeFault } from '../fault.ts';
import { toFloat64 } from './cast.ts';
import type { Value } from '../values/value.ts';

/** coefficient × 10^exponent, exactly. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Digits after the point that a division keeps, as in the decimal library that sprig uses. */
const DIVISION_DIGITS = 16;

/** The shortest decimal that reads back as the float; infinities have none. */
function decimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw executeFault('a number that is not finite');
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function align(left: Decimal, right: Decimal): readonly [bigint, bigint, number] {
  const exponent = Math.min(left.exponent, right.exponent);
  const scale = (one: Decimal): bigint => one.coefficient * 10n ** BigInt(one.exponent - exponent);
  return [scale(left), scale(right), exponent];
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The arithmetic of addf, subf, mulf and divf. */
export const DECIMAL_OPERATIONS = {
  add: (left: Decimal, right: Decimal): Decimal => {
    const [a, b, exponent] = align(left, right);
    return { coefficient: a + b, exponent };
  },
  subtract: (left: Decimal, right: Decimal): Decimal => {
    const [a, b, exponent] = align(left, right);
    return { coefficient: a - b, exponent };
  },
  multiply: (left: Decimal, right: Decimal): Decimal => ({
    coefficient: left.coefficient * right.coefficient,
    exponent: left.exponent + right.exponent,
  }),
  divide: (left: Decimal, right: Decimal): Decimal => {
    if (right.coefficient === 0n) throw executeFault('division by zero');
    const [a, b] = align(left, right);
    const scaled = a * 10n ** BigInt(DIVISION_DIGITS);
    const quotient = scaled / b;
    const up = absolute(scaled % b) * 2n >= absolute(b);
    const away = a < 0n === b < 0n ? 1n : -1n;
    return { coefficient: up ? quotient + away : quotient, exponent: -DIVISION_DIGITS };
  },
} as const;

/** Folds numbers of any type with a decimal operation; the result is the nearest float64. */
export function decimalFold(
  first: Value,
  rest: readonly Value[],
  operation: (left: Decimal, right: Decimal) => Decimal,
): number {
  const result = rest.reduce(
    (sum: Decimal, value) => operation(sum, decimal(toFloat64(value))),
    decimal(toFloat64(first)),
  );
  return Number(`${result.coefficient}e${result.exponent}`);
}
