import { TemplateFault } from '../fault.ts';
import { decodeRune, encodeRune } from '../values/utf8.ts';

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

interface Unescaped {
  /** Bytes to append. */
  readonly bytes: string;
  /** The character or byte value. */
  readonly code: number;
  /** Where the rest starts. */
  readonly next: number;
}

/** Reads one possibly escaped character; undefined when the escape is not one of Go's. */
function unescape(text: string, at: number, quote: string): Unescaped | undefined {
  if (text[at] !== '\\') {
    const rune = decodeRune(text, at);
    return { bytes: text.slice(at, at + rune.size), code: rune.code, next: at + rune.size };
  }
  const letter = text[at + 1] ?? '';
  const simple = letter === quote ? quote.charCodeAt(0) : SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { bytes: String.fromCharCode(simple), code: simple, next: at + 2 };
  const octal = /^[0-7]{3}$/.test(text.slice(at + 1, at + 4));
  const width = octal ? 3 : HEX_ESCAPES[letter];
  if (width === undefined) return undefined;
  const digits = octal ? text.slice(at + 1, at + 4) : text.slice(at + 2, at + 2 + width);
  if (digits.length !== width || !/^[0-9a-fA-F]+$/.test(digits)) return undefined;
  const code = parseInt(digits, octal ? 8 : 16);
  const next = at + (octal ? 4 : 2 + width);
  if (octal || letter === 'x') return code > 255 ? undefined : { bytes: String.fromCharCode(code), code, next };
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : { bytes: encodeRune(code), code, next };
}

/** The bytes of a string literal, quoted or raw, as Go's strconv.Unquote reads it. */
export function unquote(literal: string, offset: number): string {
  const quote = literal[0] ?? '';
  const inner = literal.slice(1, -1);
  if (quote === '`') return inner.replaceAll('\r', '');
  let result = '';
  for (let at = 0; at < inner.length;) {
    const part = unescape(inner, at, quote);
    if (part === undefined)
      throw new TemplateFault('parse', 'a string literal has an escape that does not exist', offset);
    result += part.bytes;
    at = part.next;
  }
  return result;
}

/** The code of a character constant such as 'a' or '\n'. */
export function unquoteCharacter(literal: string, offset: number): number {
  const part = literal[1] === "'" ? undefined : unescape(literal, 1, "'");
  if (part?.next !== literal.length - 1) {
    throw new TemplateFault('parse', 'a character constant must be one character', offset);
  }
  return part.code;
}
