/** How a text stands in a YAML file: the value and the offsets between which its source is. */
export interface ScalarSource {
  readonly value: string;
  readonly style: 'plain' | 'single-quoted' | 'double-quoted' | 'block';
  readonly start: number;
  readonly end: number;
}

const WHITE_SPACE = /[ \t\r\n]/;

/** Digits of the escapes that name a character. */
const ESCAPED_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Escapes that stand for white space; those of a line break stand for nothing. */
const ESCAPED_WHITE_SPACE = new Set(['t', '\t', 'n', 'r', ' ', '\n', '\r']);

/**
 * Offset in the file of one character of a text. White space is what YAML folds, indents and strips, everything else stands in the
 * file once for each time in the value; so the characters that are no white space are counted. For white space itself it is the place
 * right behind what stands before it.
 */
export function scalarOffset(file: string, scalar: ScalarSource, index: number): number {
  const before = withoutWhiteSpace(scalar.value.slice(0, index));
  const isSolid = index < scalar.value.length && !WHITE_SPACE.test(scalar.value.charAt(index));
  let count = 0;
  let behind = scalar.start;
  for (const { start, end, length } of solidCharacters(file, scalar)) {
    if (count + length > before && isSolid) return start;
    if (count >= before) break;
    count += length;
    behind = end;
  }
  return behind;
}

function withoutWhiteSpace(text: string): number {
  return text.replaceAll(/[ \t\r\n]/g, '').length;
}

interface SolidCharacter {
  readonly start: number;
  readonly end: number;
  /** In the value, in code units. */
  readonly length: number;
}

/** The characters of a scalar's source that are no white space, escapes as one. */
function* solidCharacters(file: string, scalar: ScalarSource): Generator<SolidCharacter> {
  const { style } = scalar;
  const [start, end] = contentOf(file, scalar);
  for (let at = start; at < end;) {
    const character = file.charAt(at);
    if (style === 'double-quoted' && character === '\\') {
      const { width, length } = escape(file, at);
      if (length > 0) yield { start: at, end: at + width, length };
      at += width;
    } else {
      // In single quotes, a quote is written twice.
      const width = style === 'single-quoted' && character === "'" ? 2 : 1;
      if (!WHITE_SPACE.test(character)) yield { start: at, end: at + width, length: 1 };
      at += width;
    }
  }
}

/** Without quotes, and without the header of a block. */
function contentOf(file: string, { style, start, end }: ScalarSource): readonly [start: number, end: number] {
  if (style === 'plain') return [start, end];
  if (style !== 'block') return [start + 1, end - 1];
  const header = file.indexOf('\n', start);
  return [header < 0 ? end : header + 1, end];
}

/** How long an escape is, and how long what it stands for is; nothing for white space. */
function escape(file: string, at: number): { readonly width: number; readonly length: number } {
  const letter = file.charAt(at + 1);
  const digits = ESCAPED_DIGITS[letter];
  if (digits === undefined) return { width: 2, length: ESCAPED_WHITE_SPACE.has(letter) ? 0 : 1 };
  const character = String.fromCodePoint(Number.parseInt(file.slice(at + 2, at + 2 + digits), 16));
  return { width: 2 + digits, length: withoutWhiteSpace(character) };
}
