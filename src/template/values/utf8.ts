/**
 * Go's strings are bytes. Inside the engine a string is a JavaScript string with one code unit (0 to 255) per byte, so
 * that length, slices, comparison and search are those of Go and cost nothing; only what looks at characters decodes.
 */

/** What an invalid byte decodes to. */
export const RUNE_ERROR = 0xfffd;

/** One decoded character and how many bytes it took. */
export interface Rune {
  readonly code: number;
  readonly size: number;
}

const INVALID: Rune = { code: RUNE_ERROR, size: 1 };

/** Turns ordinary text into a byte string. */
export function toBytes(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Turns a byte string into ordinary text; invalid bytes become U+FFFD. */
export function fromBytes(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** True when every code unit is below 128, where bytes and characters are the same. */
export function isAscii(text: string): boolean {
  return !/[^\p{ASCII}]/u.test(text);
}

/** The character at a position, by Go's rules: over-long forms, surrogates and stray bytes are RUNE_ERROR of size 1. */
export function decodeRune(bytes: string, at: number): Rune {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return { code: first, size: 1 };
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return INVALID;
  let code = first & (0xff >> (size + 1));
  for (let i = 1; i < size; i++) {
    const next = bytes.charCodeAt(at + i);
    if ((next & 0xc0) !== 0x80) return INVALID;
    code = (code << 6) | (next & 0x3f);
  }
  const tooShort = size === 3 ? code < 0x800 : size === 4 && code < 0x10000;
  return tooShort || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? INVALID : { code, size };
}

/** The bytes of one character; anything that is no character becomes U+FFFD. */
export function encodeRune(code: number): string {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return toBytes(String.fromCodePoint(valid ? code : RUNE_ERROR));
}

/** All characters of a byte string. */
export function runesOf(bytes: string): number[] {
  if (isAscii(bytes)) return Array.from(bytes, (char) => char.charCodeAt(0));
  const runes: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const rune = decodeRune(bytes, at);
    runes.push(rune.code);
    at += rune.size;
  }
  return runes;
}

/** How many characters there are. */
export function runeCount(bytes: string): number {
  return isAscii(bytes) ? bytes.length : runesOf(bytes).length;
}
