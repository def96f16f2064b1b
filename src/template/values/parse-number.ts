const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;
const PREFIXES: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2 };

/** Underscores must stand between digits, or between a base prefix and a digit. */
function underscoresInPlace(text: string): boolean {
  if (!text.includes('_')) return true;
  const body = text.replace(/^[+-]/, '').replace(/^0[xob]/i, '0');
  return !/^_|_$|__|[^0-9a-fA-F]_|_[^0-9a-fA-F]/.test(body);
}

function magnitude(digits: string, base: number): bigint | undefined {
  let bare = digits;
  let radix = base;
  if (base === 0) {
    const prefix = /^0([xob])/i.exec(bare)?.[1]?.toLowerCase();
    radix = prefix === undefined ? (bare.length > 1 && bare.startsWith('0') ? 8 : 10) : (PREFIXES[prefix] ?? 10);
    bare = (prefix === undefined ? (radix === 8 ? bare.slice(1) : bare) : bare.slice(2)).replaceAll('_', '');
  }
  const allowed = radix === 16 ? /^[0-9a-f]+$/i : radix === 8 ? /^[0-7]+$/ : radix === 2 ? /^[01]+$/ : /^[0-9]+$/;
  if (!allowed.test(bare) || bare.length > 80) return undefined;
  const literal = radix === 10 ? bare : `0${radix === 16 ? 'x' : radix === 8 ? 'o' : 'b'}${bare}`;
  return BigInt(literal);
}

/** Go's strconv.ParseInt for 64 bits; base 0 takes the base from the prefix. Undefined on any error. */
export function parseInt64(text: string, base: 0 | 8 | 10): bigint | undefined {
  if (base === 0 && !underscoresInPlace(text)) return undefined;
  const value = magnitude(text.replace(/^[+-]/, ''), base);
  const signed = value !== undefined && text.startsWith('-') ? -value : value;
  return signed === undefined || signed < INT64_MIN || signed > INT64_MAX ? undefined : signed;
}

/** Go's strconv.ParseUint for 64 bits. Undefined on any error. */
export function parseUint64(text: string, base: 0 | 10): bigint | undefined {
  if (base === 0 && !underscoresInPlace(text)) return undefined;
  const value = magnitude(text, base);
  return value === undefined || value > UINT64_MAX ? undefined : value;
}

function hexFloat(text: string): number | undefined {
  const parts = /^([+-]?)0x([0-9a-f]*)(?:\.([0-9a-f]*))?p([+-]?[0-9]+)$/i.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = ''] = parts ?? [];
  if (parts === null || whole + fraction === '' || (whole + fraction).length > 13) return undefined;
  const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

/** Go's strconv.ParseFloat; undefined on a syntax error and when the number is out of range. */
export function parseFloat64(text: string): number | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return special[1] === '' ? NaN : undefined;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  if (!underscoresInPlace(text)) return undefined;
  const bare = text.replaceAll('_', '');
  const value = /^[+-]?0x/i.test(bare)
    ? hexFloat(bare)
    : /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i.test(bare)
      ? Number(bare)
      : undefined;
  return value === undefined || !Number.isFinite(value) ? undefined : value;
}
