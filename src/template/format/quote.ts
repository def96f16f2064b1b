import { isPrint } from '../values/characters.ts';
import { decodeRune, encodeRune, RUNE_ERROR, runesOf } from '../values/utf8.ts';

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  92: '\\\\',
};

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}

function escapeRune(code: number, quote: string, asciiOnly: boolean): string {
  if (code === quote.charCodeAt(0)) return `\\${quote}`;
  if (code === 92) return '\\\\';
  if (code < 0x7f ? code >= 0x20 : !asciiOnly && isPrint(code)) return encodeRune(code);
  const short = ESCAPES[code];
  if (short !== undefined) return short;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** Go's strconv.Quote, or QuoteToASCII: a double-quoted literal; bytes that are no UTF-8 become \x escapes. */
export function quoteString(bytes: string, asciiOnly = false): string {
  let result = '"';
  for (let at = 0; at < bytes.length;) {
    const { code, size } = decodeRune(bytes, at);
    const invalid = code === RUNE_ERROR && size === 1;
    result += invalid ? `\\x${hex(bytes.charCodeAt(at), 2)}` : escapeRune(code, '"', asciiOnly);
    at += size;
  }
  return `${result}"`;
}

/** Go's strconv.QuoteRune, or QuoteRuneToASCII: a single-quoted character. */
export function quoteRune(code: number, asciiOnly: boolean): string {
  const valid = code <= 0x10ffff && code >= 0 && !(code >= 0xd800 && code <= 0xdfff);
  return `'${escapeRune(valid ? code : RUNE_ERROR, "'", asciiOnly)}'`;
}

/** Go's strconv.CanBackquote: one line, no back quote, no control character but the tab, valid UTF-8. */
export function canBackquote(bytes: string): boolean {
  return runesOf(bytes).every(
    (code) => code !== RUNE_ERROR && code !== 0xfeff && code !== 0x60 && code !== 0x7f && (code >= 0x20 || code === 9),
  );
}
