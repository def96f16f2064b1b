import { encodeRune, fromBytes, isAscii, runesOf } from './utf8.ts';

/** A test of one character by its code point. */
type CharacterTest = (code: number) => boolean;

function property(pattern: RegExp): CharacterTest {
  return (code) => pattern.test(String.fromCodePoint(code));
}

/** Go's unicode.IsLetter: general category L. */
export const isLetter = property(/^\p{L}$/u);
/** Go's unicode.IsDigit: general category Nd. */
export const isDigit = property(/^\p{Nd}$/u);
/** Go's unicode.IsNumber: general category N. */
export const isNumber = property(/^\p{N}$/u);
/** Go's unicode.IsUpper: general category Lu. */
export const isUpper = property(/^\p{Lu}$/u);
/** Go's unicode.IsLower: general category Ll. */
export const isLower = property(/^\p{Ll}$/u);
/** Go's unicode.IsTitle: general category Lt. */
export const isTitle = property(/^\p{Lt}$/u);
/** Go's unicode.IsPunct: general category P. */
export const isPunct = property(/^\p{P}$/u);

const graphic = property(/^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u);

/** Go's strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the plain space. */
export function isPrint(code: number): boolean {
  return code === 0x20 || (code < 0x7f ? code > 0x20 : graphic(code));
}

/** Go's unicode.IsSpace, which is neither JavaScript's \s nor the category Z. */
export function isSpace(code: number): boolean {
  if (code <= 0xff) return code === 0x20 || (code >= 9 && code <= 13) || code === 0x85 || code === 0xa0;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x1680 || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

function single(code: number, mapped: string): number {
  // Go maps one character to one; where the full mapping grows (ß to SS) the character stays.
  const first = mapped.codePointAt(0) ?? code;
  return String.fromCodePoint(first).length === mapped.length ? first : code;
}

/** Go's unicode.ToUpper. */
export function upperRune(code: number): number {
  return single(code, String.fromCodePoint(code).toUpperCase());
}

/** Go's unicode.ToLower; the dotted capital I loses its dot, as in Go. */
export function lowerRune(code: number): number {
  return code === 0x130 ? 0x69 : single(code, String.fromCodePoint(code).toLowerCase());
}

/** Go's unicode.ToTitle: like upper, but for the few digraphs that have a form of their own. */
export function titleRune(code: number): number {
  if (code >= 0x1c4 && code <= 0x1cc) return code <= 0x1c6 ? 0x1c5 : code <= 0x1c9 ? 0x1c8 : 0x1cb;
  if (code >= 0x1f1 && code <= 0x1f3) return 0x1f2;
  return code >= 0x10d0 && code <= 0x10ff ? code : upperRune(code);
}

/** Applies a mapping to each character; invalid bytes become U+FFFD, as strings.Map does. */
export function mapRunes(bytes: string, map: (code: number) => number): string {
  return runesOf(bytes)
    .map((code) => encodeRune(map(code)))
    .join('');
}

/** Go's strings.ToUpper. */
export function upperCase(bytes: string): string {
  return isAscii(bytes) ? bytes.toUpperCase() : mapRunes(bytes, upperRune);
}

/** Go's strings.ToLower. */
export function lowerCase(bytes: string): string {
  return isAscii(bytes) ? bytes.toLowerCase() : mapRunes(bytes, lowerRune);
}

/** Go's strings.TrimSpace. */
export function trimSpace(bytes: string): string {
  if (isAscii(bytes)) return bytes.replace(/^[\t-\r ]+/, '').replace(/(?<![\t-\r ])[\t-\r ]+$/, '');
  return trimRunes(bytes, isSpace);
}

/** Removes characters from both ends while the test holds. */
export function trimRunes(bytes: string, drop: CharacterTest): string {
  const runes = runesOf(bytes);
  const width = (code: number): number => encodeRune(code).length;
  let start = 0;
  let from = 0;
  while (from < runes.length && drop(runes[from] ?? 0)) start += width(runes[from++] ?? 0);
  let end = bytes.length;
  let to = runes.length;
  while (to > from && drop(runes[to - 1] ?? 0)) end -= width(runes[--to] ?? 0);
  return bytes.slice(start, end);
}

/** Ordinary text of a byte string, for names in messages. */
export const readable = fromBytes;
