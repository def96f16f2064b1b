import { executeFault } from '../fault.ts';
import { fixed } from '../functions/signature.ts';
import { toBytes } from '../values/utf8.ts';
import { GoInt, GoObject, type GoFunction, type Slot } from '../values/value.ts';

const SECOND = 1_000_000_000n;
const LARGEST = 2n ** 63n;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  [toBytes('µs')]: 1_000n,
  [toBytes('μs')]: 1_000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3_600n * SECOND,
};

const PART = /([0-9]*)(?:\.([0-9]*))?([^0-9.]+)/y;

/** Go's time.Duration: nanoseconds in 64 bits. */
export class GoDuration extends GoObject {
  readonly type = 'time.Duration';
  readonly kind = 'int64';
  readonly essence: bigint;

  constructor(nanoseconds: bigint) {
    super();
    this.essence = BigInt.asIntN(64, nanoseconds);
  }

  /** What a parameter of that type was given. */
  static of(value: GoObject): GoDuration {
    if (!(value instanceof GoDuration)) throw executeFault('expected a duration');
    return value;
  }

  get text(): string {
    return durationText(this.essence);
  }

  toJson(): string {
    return this.essence.toString();
  }

  method(name: string): GoFunction | undefined {
    const body = METHODS[name];
    return body === undefined ? undefined : fixed([], () => body(this));
  }
}

function inUnit(nanoseconds: bigint, unit: bigint): number {
  return Number(nanoseconds / unit) + Number(nanoseconds % unit) / Number(unit);
}

function int64(value: bigint): GoInt {
  return new GoInt('int64', value);
}

const METHODS: Readonly<Record<string, (duration: GoDuration) => Slot>> = {
  String: ({ text }) => text,
  Nanoseconds: ({ essence }) => int64(essence),
  Microseconds: ({ essence }) => int64(essence / 1_000n),
  Milliseconds: ({ essence }) => int64(essence / 1_000_000n),
  Seconds: ({ essence }) => inUnit(essence, SECOND),
  Minutes: ({ essence }) => inUnit(essence, 60n * SECOND),
  Hours: ({ essence }) => inUnit(essence, 3_600n * SECOND),
};

/** A fraction without its trailing zeros, with its point; nothing at all for 0. */
function fraction(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits, '0').replace(/0+$/, '');
  return text === '' ? '' : `.${text}`;
}

function durationText(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const left = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (left === 0n) return '0s';
  if (left < 1_000n) return `${sign}${left}ns`;
  if (left < 1_000_000n) return toBytes(`${sign}${left / 1_000n}${fraction(left % 1_000n, 3)}µs`);
  if (left < SECOND) return `${sign}${left / 1_000_000n}${fraction(left % 1_000_000n, 6)}ms`;
  const minutes = left / SECOND / 60n;
  const seconds = `${(left / SECOND) % 60n}${fraction(left % SECOND, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  return `${sign}${minutes >= 60n ? `${minutes / 60n}h` : ''}${minutes % 60n}m${seconds}`;
}

/** Go's time.ParseDuration in nanoseconds, such as `1h30m` or `-1.5s`; undefined when it cannot be read. */
export function parseDuration(text: string): bigint | undefined {
  const bare = text.replace(/^[+-]/, '');
  if (bare === '0') return 0n;
  let total = 0n;
  let at = 0;
  do {
    // Sticky, so that a long run of digits is not looked at from each of its positions.
    PART.lastIndex = at;
    const found = PART.exec(bare);
    const [part = '', whole = '', decimals = '', name = ''] = found ?? [];
    const unit = UNITS[name];
    const value = shortNumber(whole);
    if (unit === undefined || value === undefined || whole + decimals === '' || value > LARGEST / unit)
      return undefined;
    total += value * unit + fractionOf(decimals, unit);
    if (total > LARGEST) return undefined;
    at += part.length;
  } while (at < bare.length);
  if (text.startsWith('-')) return -total;
  return total < LARGEST ? total : undefined;
}

/** Digits as a number; undefined when there are more than 64 bits hold. */
function shortNumber(digits: string): bigint | undefined {
  const significant = digits.replace(/^0+/, '');
  return significant.length > 19 ? undefined : BigInt(`0${significant}`);
}

/** Digits after a point, as many as 64 bits hold; Go reckons with them as a float64. */
function fractionOf(decimals: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of decimals) {
    if (value > (LARGEST - 1n) / 10n || value * 10n + BigInt(digit) > LARGEST) break;
    value = value * 10n + BigInt(digit);
    scale *= 10;
  }
  return value === 0n ? 0n : BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}

/** Fails where Go would; for the functions that do not hide a bad duration. */
export function mustParseDuration(text: string): bigint {
  const nanoseconds = parseDuration(text);
  if (nanoseconds === undefined) throw executeFault('the text is not a duration such as 1h30m');
  return nanoseconds;
}
