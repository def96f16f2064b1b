import { TemplateFault, executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { typeOf } from '../values/kinds.ts';
import { RUNE_ERROR, decodeRune, fromBytes, isAscii, toBytes } from '../values/utf8.ts';
import { GoComplex, GoInt, GoList, GoMap, GoStruct, type Value } from '../values/value.ts';
import { fixed, type FunctionTable } from './signature.ts';

/** How a JSON text is laid out, and whether it may stand in HTML. */
interface Style {
  readonly escapeHtml: boolean;
  readonly indent: string;
}

const COMPACT: Style = { escapeHtml: true, indent: '' };
const RAW: Style = { escapeHtml: false, indent: '' };
const PRETTY: Style = { escapeHtml: true, indent: '  ' };

/** Go's json.Marshal: keys sorted, `<`, `>` and `&` escaped unless raw, a nil list or map as null. */
function marshal(meter: Meter, value: Value, style: Style, level = 0): string {
  meter.depth(level);
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(meter, value, style);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return jsonNumber(value);
  if (value instanceof GoInt) return value.value.toString();
  if (value instanceof GoList) {
    if (value.isNil) return 'null';
    const parts = value.items.map((item) => marshal(meter, item, style, level + 1));
    return enclosed(meter, '[', parts, ']', style, level);
  }
  if (value instanceof GoMap || value instanceof GoStruct) {
    if (value instanceof GoMap && value.isNil) return 'null';
    const colon = style.indent === '' ? ':' : ': ';
    const parts = members(value).map(
      ([key, member]) => quote(meter, key, style) + colon + marshal(meter, member, style, level + 1),
    );
    return enclosed(meter, '{', parts, '}', style, level);
  }
  if (value instanceof GoComplex) throw executeFault(`a ${typeOf(value)} cannot be written as JSON`);
  return value.toJson();
}

/** Keys and values in the order of JSON. */
export function members(value: GoMap | GoStruct): readonly (readonly [string, Value])[] {
  if (value instanceof GoStruct) return value.fields.map(({ json, value: member }) => [json, member] as const);
  return value.sortedKeys().map((key) => [key, value.entries.get(key) ?? null] as const);
}

function enclosed(
  meter: Meter,
  open: string,
  parts: readonly string[],
  close: string,
  { indent }: Style,
  level: number,
): string {
  const bytes = parts.reduce((sum, part) => sum + part.length + indent.length * (level + 1) + 2, 2);
  meter.room(bytes);
  if (parts.length === 0 || indent === '') return open + parts.join(',') + close;
  const line = `\n${indent.repeat(level + 1)}`;
  return `${open}${line}${parts.join(`,${line}`)}\n${indent.repeat(level)}${close}`;
}

/** A float64 as Go writes it in JSON; JavaScript changes to exponents at the same sizes. Throws an execute fault for infinities. */
export function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) throw executeFault('a number that is not finite cannot be written as JSON');
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A byte that is no character becomes an escape, which a U+FFFD that stands in the text does not. */
function quote(meter: Meter, bytes: string, { escapeHtml }: Style): string {
  meter.room(bytes.length * 6);
  const pieces = isAscii(bytes) ? [bytes] : validPieces(bytes);
  const text = pieces
    .map((piece) => JSON.stringify(piece).slice(1, -1))
    .join('\\ufffd')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  const escaped = escapeHtml ? text.replaceAll(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`) : text;
  return toBytes(`"${escaped}"`);
}

/** The texts between the bytes that are no character. */
function validPieces(bytes: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (let at = 0; at < bytes.length;) {
    const { code, size } = decodeRune(bytes, at);
    at += size;
    if (code === RUNE_ERROR && size === 1) {
      pieces.push(piece);
      piece = '';
    } else piece += String.fromCodePoint(code);
  }
  return [...pieces, piece];
}

/** Go's json.Unmarshal into an interface{}: every number is a float64. Undefined when it is no JSON. */
function unmarshal(meter: Meter, bytes: string): Value | undefined {
  meter.bytes(bytes.length * 4);
  try {
    return fromParsed(meter, JSON.parse(fromBytes(bytes)), 0);
  } catch (error) {
    // A number out of range, or no JSON at all; what a limit says goes on.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function fromParsed(meter: Meter, parsed: unknown, level: number): Value {
  meter.depth(level);
  if (parsed === null || typeof parsed === 'boolean') return parsed;
  if (typeof parsed === 'string') return toBytes(parsed);
  if (typeof parsed === 'number') {
    if (!Number.isFinite(parsed)) throw new RangeError('out of range');
    return parsed;
  }
  if (Array.isArray(parsed)) {
    meter.items(parsed.length);
    return new GoList(
      'interface {}',
      parsed.map((item: unknown) => fromParsed(meter, item, level + 1)),
    );
  }
  const entries = Object.entries(parsed ?? {});
  meter.items(entries.length);
  const members = entries.map(([key, value]) => [toBytes(key), fromParsed(meter, value, level + 1)] as const);
  return new GoMap('interface {}', new Map(members));
}

/** The plain functions give an empty text where the others fail; a limit is a limit for both. */
function orEmpty(write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (error instanceof TemplateFault && error.phase === 'execute') return '';
    throw error;
  }
}

function orFail(parsed: Value | undefined): Value {
  if (parsed === undefined) throw executeFault('the text is not JSON');
  return parsed;
}

/** JSON in both directions. */
export const json: FunctionTable = {
  toJson: fixed(['any'], (meter, value) => orEmpty(() => marshal(meter, value, COMPACT))),
  toRawJson: fixed(['any'], (meter, value) => marshal(meter, value, RAW)),
  toPrettyJson: fixed(['any'], (meter, value) => orEmpty(() => marshal(meter, value, PRETTY))),
  mustToJson: fixed(['any'], (meter, value) => marshal(meter, value, COMPACT)),
  mustToRawJson: fixed(['any'], (meter, value) => marshal(meter, value, RAW)),
  mustToPrettyJson: fixed(['any'], (meter, value) => marshal(meter, value, PRETTY)),
  fromJson: fixed(['string'], (meter, text) => unmarshal(meter, text) ?? null),
  mustFromJson: fixed(['string'], (meter, text) => orFail(unmarshal(meter, text))),
};
