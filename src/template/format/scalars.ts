import type { Meter } from '../meter.ts';
import { isPrint } from '../values/characters.ts';
import { decodeRune, encodeRune, runeCount } from '../values/utf8.ts';
import { pad, type Flags } from './flags.ts';
import { formatFloat, type FloatVerb } from './floats.ts';
import { canBackquote, quoteRune, quoteString } from './quote.ts';

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** An integer under a verb, or undefined when the verb is not for integers. `unsigned` matters to %#v only. */
export function formatInteger(
  value: bigint,
  verb: string,
  flags: Flags,
  meter: Meter,
  unsigned = false,
): string | undefined {
  if (verb === 'c') return pad(encodeRune(toRune(value)), flags, meter);
  if (verb === 'q') return pad(quoteRune(toRune(value), flags.plus), flags, meter);
  if (verb === 'U') return unicode(value, flags, meter);
  if (verb === 'v' && flags.sharpV && unsigned) return digits(value, 16, 'x', { ...flags, sharp: true }, meter);
  const base = BASES[verb];
  return base === undefined ? undefined : digits(value, base, verb, flags, meter);
}

function toRune(value: bigint): number {
  const unsigned = BigInt.asUintN(64, value);
  return unsigned > 0x10ffffn ? 0xfffd : Number(unsigned);
}

function digits(value: bigint, base: number, verb: string, flags: Flags, meter: Meter): string {
  const negative = value < 0n;
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  if (flags.precision === 0 && value === 0n) return pad('', flags, meter, false);
  const fill = flags.zero && !flags.minus && flags.width !== undefined ? flags.width - sign.length : 0;
  const least = flags.precision ?? fill;
  meter.room(least);
  let text = (negative ? -value : value).toString(base).padStart(least, '0');
  if (flags.sharp) {
    if (base === 2) text = `0b${text}`;
    if (base === 8 && !text.startsWith('0')) text = `0${text}`;
    if (base === 16) text = `0x${text}`;
  }
  if (verb === 'O') text = `0o${text}`;
  return pad(sign + (verb === 'X' ? text.toUpperCase() : text), flags, meter, false);
}

function unicode(value: bigint, flags: Flags, meter: Meter): string {
  const unsigned = BigInt.asUintN(64, value);
  const least = Math.max(flags.precision ?? 4, 4);
  meter.room(least);
  const shown = flags.sharp && unsigned <= 0x10ffffn && isPrint(Number(unsigned));
  const text = `U+${unsigned.toString(16).toUpperCase().padStart(least, '0')}`;
  return pad(shown ? `${text} '${encodeRune(Number(unsigned))}'` : text, flags, meter, false);
}

const FLOAT_DEFAULTS: Readonly<Record<string, readonly [FloatVerb, number]>> = {
  v: ['g', -1],
  b: ['b', -1],
  g: ['g', -1],
  G: ['G', -1],
  x: ['x', -1],
  X: ['X', -1],
  f: ['f', 6],
  F: ['f', 6],
  e: ['e', 6],
  E: ['E', 6],
};

/** A float64 under a verb, or undefined when the verb is not for floats. */
export function formatFloatVerb(value: number, verb: string, flags: Flags, meter: Meter): string | undefined {
  const defaults = FLOAT_DEFAULTS[verb];
  if (defaults === undefined) return undefined;
  const [kind, usual] = defaults;
  const precision = flags.precision ?? usual;
  meter.room(Math.max(precision, 0) + 400);
  let text = formatFloat(value, kind, precision);
  if (!/^[+-]/.test(text)) text = `+${text}`;
  if (flags.space && text.startsWith('+') && !flags.plus) text = ` ${text.slice(1)}`;
  if (/^.[IN]/.test(text)) {
    const bare = text[1] === 'N' && !flags.space && !flags.plus ? text.slice(1) : text;
    return pad(bare, flags, meter, false);
  }
  if (flags.sharp && verb !== 'b') text = alternate(text, verb, precision);
  if (!flags.plus && text.startsWith('+')) return pad(text.slice(1), flags, meter);
  if (flags.zero && !flags.minus && flags.width !== undefined && flags.width > text.length) {
    meter.room(flags.width);
    return (text[0] ?? '') + text.slice(1).padStart(flags.width - 1, '0');
  }
  return pad(text, flags, meter);
}

/** The # flag: always a decimal point, and %g keeps its trailing zeros. */
function alternate(text: string, verb: string, precision: number): string {
  const [, head = '', tail = ''] =
    (verb === 'x' || verb === 'X' ? /^(.*?)([pP].*)?$/ : /^(.*?)([eEpP].*)?$/).exec(text) ?? [];
  let missing = /[vgGx]/.test(verb) ? (precision === -1 ? 6 : precision) : 0;
  // In hexadecimal, the x of the prefix counts as one of the digits.
  const numerals = head.slice(1).replace('.', '').replace(/^0+/, '');
  missing -= numerals.length;
  const point = head.includes('.') ? '' : '.';
  if (point === '.' && head.length === 2 && head[1] === '0') missing--;
  return head + point + '0'.repeat(Math.max(missing, 0)) + tail;
}

/** A string under a verb, or undefined when the verb is not for strings. */
export function formatString(text: string, verb: string, flags: Flags, meter: Meter): string | undefined {
  meter.bytes(text.length);
  if (verb === 's' || (verb === 'v' && !flags.sharpV)) return pad(truncate(text, flags), flags, meter);
  if (verb === 'q' || verb === 'v') {
    const cut = truncate(text, flags);
    meter.room(cut.length * 4);
    if (flags.sharp && canBackquote(cut)) return pad(`\`${cut}\``, flags, meter);
    return pad(quoteString(cut, flags.plus), flags, meter);
  }
  return verb === 'x' || verb === 'X' ? hexString(text, verb, flags, meter) : undefined;
}

function truncate(text: string, flags: Flags): string {
  if (flags.precision === undefined || flags.precision >= text.length) return text;
  let end = 0;
  for (let left = flags.precision; left > 0 && end < text.length; left--) end += decodeRune(text, end).size;
  return text.slice(0, end);
}

function hexString(text: string, verb: 'x' | 'X', flags: Flags, meter: Meter): string {
  const length = Math.min(flags.precision ?? text.length, text.length);
  if (length === 0) return pad('', { ...flags, minus: false }, meter);
  meter.room(length * 5);
  const bytes = Array.from(text.slice(0, length), (char) => char.charCodeAt(0).toString(16).padStart(2, '0'));
  const prefix = flags.sharp ? '0x' : '';
  const joined = prefix + bytes.join(flags.space ? ` ${prefix}` : '');
  const shown = verb === 'X' ? joined.toUpperCase() : joined;
  const missing = (flags.width ?? 0) - runeCount(shown);
  if (missing <= 0) return shown;
  meter.room(shown.length + missing);
  const fill = (flags.zero && !flags.minus ? '0' : ' ').repeat(missing);
  return flags.minus ? shown + fill : fill + shown;
}
