import { executeFault } from '../fault.ts';
import { sprintf } from '../format/printf.ts';
import { textOf } from '../format/print.ts';
import { quoteString } from '../format/quote.ts';
import type { Meter } from '../meter.ts';
import { isSpace, lowerCase, lowerRune, mapRunes, trimRunes, trimSpace, upperCase } from '../values/characters.ts';
import { encodeRune, runesOf } from '../values/utf8.ts';
import { stringList, type Value } from '../values/value.ts';
import { fixed, variadic, type FunctionTable } from './signature.ts';
import { joinTexts, splitText, texts } from './texts.ts';

function repeat(meter: Meter, count: number, text: string): string {
  if (count < 0) throw executeFault('a negative count');
  meter.room(count * text.length);
  return text.repeat(count);
}

function indent(meter: Meter, spaces: number, text: string): string {
  const pad = repeat(meter, spaces, ' ');
  return pad + replaceText(meter, '\n', `\n${pad}`, text);
}

function replaceText(meter: Meter, old: string, replacement: string, text: string): string {
  if (old === '') {
    const parts = splitText('', text, -1);
    meter.room(text.length + (parts.length + 1) * replacement.length);
    return [replacement, ...parts.map((part) => part + replacement)].join('');
  }
  const parts = text.split(old);
  meter.items(parts.length);
  meter.room(text.length + (parts.length - 1) * (replacement.length - old.length));
  return parts.join(replacement);
}

function substring(start: number, end: number, text: string): string {
  if (start < 0) return slice(text, 0, end);
  return slice(text, start, end < 0 || end > text.length ? text.length : end);
}

function slice(text: string, start: number, end: number): string {
  if (start < 0 || end > text.length || start > end) throw executeFault('the positions are out of range');
  return text.slice(start, end);
}

function truncate(count: number, text: string): string {
  if (count < 0) return text.length + count > 0 ? text.slice(text.length + count) : text;
  return text.slice(0, count);
}

function trimSet(cutset: string, text: string): string {
  const set = new Set(runesOf(cutset));
  return trimRunes(text, (code) => set.has(code));
}

function untitle(text: string): string {
  let wordStarts = true;
  return mapRunes(text, (code) => {
    if (isSpace(code)) {
      wordStarts = true;
      return code;
    }
    const mapped = wordStarts ? lowerRune(code) : code;
    wordStarts = false;
    return mapped;
  });
}

function initials(text: string): string {
  // sprig takes bytes for characters here.
  const bytes = Array.from(text, (char) => char.charCodeAt(0));
  const first = bytes.filter((code, i) => !isSpace(code) && (i === 0 || isSpace(bytes[i - 1] ?? 0)));
  return first.map(encodeRune).join('');
}

function noSpace(text: string): string {
  // sprig looks at bytes, not at characters, and re-encodes each when it has dropped one.
  const kept = Array.from(text).filter((char) => !isSpace(char.charCodeAt(0)));
  return kept.length === text.length ? text : kept.map((char) => encodeRune(char.charCodeAt(0))).join('');
}

function abbreviate(text: string, offset: number, width: number): string {
  if (text === '' || width < 4) return '';
  if (text.length <= width) return text;
  const from = Math.min(offset, text.length);
  const start = text.length - from < width - 3 ? text.length - (width - 3) : from;
  if (start <= 4) return `${text.slice(0, width - 3)}...`;
  if (width < 7) return '';
  if (start + width - 3 < text.length) return `...${abbreviate(text.slice(start), 0, width - 3)}`;
  return `...${text.slice(text.length - (width - 3))}`;
}

/** Breaks lines at spaces, counted in bytes; with `breakWords` also inside of words that are too long. */
function wrap(meter: Meter, text: string, width: number, separator: string, breakWords: boolean): string {
  const length = Math.max(width, 1);
  const lineBreak = separator === '' ? '\n' : separator;
  const pieces: string[] = [];
  let at = 0;
  while (text.length - at > length) {
    meter.spend(2);
    if (text[at] === ' ') {
      at++;
      continue;
    }
    const inside = text.slice(at, at + length + 1).lastIndexOf(' ');
    const after = inside >= 0 || breakWords ? inside : text.indexOf(' ', at + length) - at;
    const taken = after >= 0 ? after : breakWords ? length : text.length - at;
    pieces.push(text.slice(at, at + taken));
    if (after < 0 && !breakWords) return pieces.join(lineBreak);
    meter.room(lineBreak.length);
    at += after >= 0 ? taken + 1 : taken;
  }
  pieces.push(text.slice(at));
  meter.room(text.length + pieces.length * lineBreak.length);
  return pieces.join(lineBreak);
}

function shown(values: readonly Value[]): Value[] {
  return values.filter((value) => value !== null);
}

/** Functions on texts that do not look at words; cases.ts has the others. */
export const strings: FunctionTable = {
  hello: fixed([], () => 'Hello!'),
  trim: fixed(['string'], (_meter, text) => trimSpace(text)),
  upper: fixed(['string'], (_meter, text) => upperCase(text)),
  lower: fixed(['string'], (_meter, text) => lowerCase(text)),
  untitle: fixed(['string'], (_meter, text) => untitle(text)),
  substr: fixed(['int', 'int', 'string'], (_meter, start, end, text) => substring(start, end, text)),
  trunc: fixed(['int', 'string'], (_meter, count, text) => truncate(count, text)),
  repeat: fixed(['int', 'string'], repeat),
  trimall: fixed(['string', 'string'], (_meter, set, text) => trimSet(set, text)),
  trimAll: fixed(['string', 'string'], (_meter, set, text) => trimSet(set, text)),
  trimSuffix: fixed(['string', 'string'], (_meter, suffix, text) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  trimPrefix: fixed(['string', 'string'], (_meter, prefix, text) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  nospace: fixed(['string'], (_meter, text) => noSpace(text)),
  initials: fixed(['string'], (_meter, text) => initials(text)),
  abbrev: fixed(['int', 'string'], (_meter, width, text) => (width < 4 ? text : abbreviate(text, 0, width))),
  abbrevboth: fixed(['int', 'int', 'string'], (_meter, left, right, text) =>
    right < 4 || (left > 0 && right < 7) ? text : abbreviate(text, left, right),
  ),
  wrap: fixed(['int', 'string'], (meter, width, text) => wrap(meter, text, width, '', false)),
  wrapWith: fixed(['int', 'string', 'string'], (meter, width, separator, text) =>
    wrap(meter, text, width, separator, true),
  ),
  contains: fixed(['string', 'string'], (_meter, part, text) => text.includes(part)),
  hasPrefix: fixed(['string', 'string'], (_meter, part, text) => text.startsWith(part)),
  hasSuffix: fixed(['string', 'string'], (_meter, part, text) => text.endsWith(part)),
  quote: variadic([], 'any', (meter, values) => {
    const quoted = shown(values).map((value) => {
      const text = textOf(value, meter);
      meter.room(text.length * 4);
      return quoteString(text);
    });
    return joinTexts(meter, ' ', quoted);
  }),
  squote: variadic([], 'any', (meter, values) =>
    joinTexts(
      meter,
      ' ',
      shown(values).map((value) => `'${textOf(value, meter)}'`),
    ),
  ),
  cat: variadic([], 'any', (meter, values) => {
    const kept = shown(values);
    return sprintf(kept.map(() => '%v').join(' '), kept, meter);
  }),
  indent: fixed(['int', 'string'], indent),
  nindent: fixed(['int', 'string'], (meter, spaces, text) => `\n${indent(meter, spaces, text)}`),
  replace: fixed(['string', 'string', 'string'], replaceText),
  plural: fixed(['string', 'string', 'int'], (_meter, one, many, count) => (count === 1 ? one : many)),
  toString: fixed(['any'], (meter, value) => textOf(value, meter)),
  toStrings: fixed(['any'], (meter, value) => stringList(texts(value, meter))),
  join: fixed(['string', 'any'], (meter, separator, value) => joinTexts(meter, separator, texts(value, meter))),
};
