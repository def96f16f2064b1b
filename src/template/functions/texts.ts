import { textOf } from '../format/print.ts';
import type { Meter } from '../meter.ts';
import { decodeRune } from '../values/utf8.ts';
import { GoList, type Value } from '../values/value.ts';

/** sprig's strslice: the elements of a list as texts without the nil ones, or the one value as its text. */
export function texts(value: Value, meter: Meter): string[] {
  if (value === null) return [];
  if (!(value instanceof GoList)) return [textOf(value, meter)];
  meter.items(value.items.length);
  return value.items.filter((item) => item !== null).map((item) => textOf(item, meter));
}

/** Joins after asking for the room. */
export function joinTexts(meter: Meter, separator: string, parts: readonly string[]): string {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  meter.room(bytes + separator.length * Math.max(parts.length - 1, 0));
  return parts.join(separator);
}

/** Go's strings.SplitN: an empty separator splits into characters, a negative limit means all parts, 0 none. */
export function splitText(separator: string, text: string, limit: number): string[] {
  if (limit === 0) return [];
  const parts = separator === '' ? characters(text) : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function characters(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const { size } = decodeRune(text, at);
    parts.push(text.slice(at, at + size));
    at += size;
  }
  return parts;
}
