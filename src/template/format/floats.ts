/** Verbs of strconv.FormatFloat that are supported; -1 as precision means the shortest that reads back the same. */
export type FloatVerb = 'e' | 'E' | 'f' | 'g' | 'G' | 'b' | 'x' | 'X';

interface Decimal {
  readonly negative: boolean;
  /** Significant digits without trailing zeros; empty for zero. */
  readonly digits: string;
  /** Where the decimal point stands: 0.digits × 10^point. */
  readonly point: number;
}

function shortest(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  return { negative: isNegative(value), digits, point: digits === '' ? 0 : Number(exponent) + 1 };
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** All digits of a float: every float64 is a whole number over a power of two, so this is exact and never rounds twice. */
function exact(value: number): Decimal {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const raw = Number(bits >> 52n);
  const mantissa = (bits & ((1n << 52n) - 1n)) | (raw > 0 ? 1n << 52n : 0n);
  const exponent = (raw > 0 ? raw : 1) - 1075;
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const all = scaled.toString();
  const point = exponent >= 0 ? all.length : all.length + exponent;
  const digits = all.replace(/0+$/, '');
  return { negative: isNegative(value), digits, point: digits === '' ? 0 : point };
}

/** Keeps `count` digits, rounding half to even. */
function roundTo(decimal: Decimal, count: number): Decimal {
  const { digits, negative, point } = decimal;
  if (count >= digits.length) return decimal;
  if (count < 0) return { negative, digits: '', point: 0 };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const odd = Number(kept.at(-1) ?? '0') % 2 === 1;
  const up = rest > '5' || (rest === '5' && odd);
  const rounded = up ? (BigInt(kept || '0') + 1n).toString().padStart(count, '0') : kept;
  const carried = rounded.length > count ? 1 : 0;
  const bare = rounded.replace(/0+$/, '');
  return { negative, digits: bare, point: bare === '' ? 0 : point + carried };
}

function exponential({ digits, point }: Decimal, precision: number, letter: string): string {
  const first = digits[0] ?? '0';
  const rest = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, '0')}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  const sign = exponent < 0 ? '-' : '+';
  return `${first}${rest}${letter}${sign}${Math.abs(exponent).toString().padStart(2, '0')}`;
}

function plain({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision <= 0) return whole;
  const fraction = point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`;
}

function general(decimal: Decimal, precision: number, letter: string): string {
  const { digits, point } = decimal;
  const isShortest = precision < 0;
  const wide = precision > digits.length && digits.length >= point ? digits.length : precision;
  const threshold = isShortest ? 6 : wide;
  const exponent = point - 1;
  if (exponent < -4 || exponent >= threshold) {
    return exponential(decimal, (isShortest ? digits.length : Math.min(precision, digits.length)) - 1, letter);
  }
  return plain(decimal, Math.max(digits.length - point, 0));
}

/** Go's strconv.FormatFloat for float64. */
export function formatFloat(value: number, verb: FloatVerb, precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = isNegative(value) ? '-' : '';
  if (verb === 'b') return sign + binary(value);
  if (verb === 'x' || verb === 'X') return sign + hexadecimal(value, precision, verb);
  const isShortest = precision < 0;
  const source = isShortest ? shortest(value) : exact(value);
  const letter = verb === 'E' || verb === 'G' ? 'E' : 'e';
  if (verb === 'f') {
    const digits = isShortest ? Math.max(source.digits.length - source.point, 0) : precision;
    return sign + plain(isShortest ? source : roundTo(source, source.point + precision), digits);
  }
  if (verb === 'e' || verb === 'E') {
    const digits = isShortest ? Math.max(source.digits.length - 1, 0) : precision;
    return sign + exponential(isShortest ? source : roundTo(source, digits + 1), digits, letter);
  }
  const wanted = precision === 0 ? 1 : precision;
  return sign + general(isShortest ? source : roundTo(source, wanted), wanted, letter);
}

function parts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const raw = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  return { mantissa: raw > 0 ? fraction | (1n << 52n) : fraction, exponent: (raw > 0 ? raw : 1) - 1075 };
}

function binary(value: number): string {
  const { mantissa, exponent } = parts(value);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

function hexadecimal(value: number, precision: number, letter: 'x' | 'X'): string {
  let { mantissa, exponent } = parts(value);
  exponent += 52;
  if (mantissa === 0n) exponent = 0;
  while (mantissa !== 0n && mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  let digits = mantissa.toString(16).padStart(14, '0');
  if (precision >= 0 && precision < 13) {
    const shift = BigInt(52 - 4 * precision);
    const kept = mantissa >> shift;
    const rest = mantissa & ((1n << shift) - 1n);
    const half = 1n << (shift - 1n);
    let rounded = kept + (rest > half || (rest === half && kept % 2n === 1n) ? 1n : 0n);
    if (rounded >> BigInt(4 * precision) === 2n) {
      rounded >>= 1n;
      exponent++;
    }
    digits = rounded.toString(16);
  }
  const whole = digits.slice(0, 1);
  const fraction = precision < 0 ? digits.slice(1).replace(/0+$/, '') : digits.slice(1).padEnd(precision, '0');
  const power = `p${exponent < 0 ? '-' : '+'}${Math.abs(exponent).toString().padStart(2, '0')}`;
  const text = `0x${whole}${fraction === '' ? '' : `.${fraction}`}${power}`;
  return letter === 'X' ? text.toUpperCase() : text;
}
