import type { CharacterTest } from './nodes.ts';

/** A part of a class: source text for the inside of a JavaScript class with the `u` flag, and whether it is meant inverted. */
export interface ClassItem {
  readonly source: string;
  readonly negated: boolean;
}

const DIGIT = '0-9';
const WORD = '0-9A-Za-z_';

/** `\d` and its like; all are ASCII only. */
const PERL: Readonly<Record<string, string>> = { d: DIGIT, s: '\\t\\n\\f\\r ', w: WORD };

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\u{0}-\\u{7f}',
  blank: '\\t ',
  cntrl: '\\u{0}-\\u{1f}\\u{7f}',
  digit: DIGIT,
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: WORD,
  xdigit: '0-9A-Fa-f',
};

/** Long names of general categories, which are found whatever their case and without regard to spaces and underscores. */
const CATEGORY_NAMES =
  'Cased_Letter Close_Punctuation Combining_Mark Connector_Punctuation Control Currency_Symbol Dash_Punctuation Decimal_Number Enclosing_Mark Final_Punctuation Format Initial_Punctuation Letter Letter_Number Line_Separator Lowercase_Letter Mark Math_Symbol Modifier_Letter Modifier_Symbol Nonspacing_Mark Number Open_Punctuation Other Other_Letter Other_Number Other_Punctuation Other_Symbol Paragraph_Separator Private_Use Punctuation Separator Space_Separator Spacing_Mark Surrogate Symbol Titlecase_Letter Unassigned Uppercase_Letter cntrl digit punct';
const CATEGORIES: ReadonlyMap<string, string> = new Map(
  CATEGORY_NAMES.split(' ').map((name) => [canonical(name), name] as const),
);
const SHORT_CATEGORY = /^(?:C[cfnos]?|L[CclmotuL]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

function canonical(name: string): string {
  const bare = name.replaceAll(/[_ -]/g, '').toLowerCase();
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** `\d`, `\W` and so on, by the letter; undefined for another letter. */
export function perlClass(letter: string): ClassItem | undefined {
  const source = PERL[letter.toLowerCase()];
  return source === undefined ? undefined : { source, negated: letter < 'a' };
}

/** `[:alpha:]` or `[:^alpha:]`, by what stands between the colons. */
export function posixClass(name: string): ClassItem | undefined {
  const negated = name.startsWith('^');
  const source = POSIX[negated ? name.slice(1) : name];
  return source === undefined ? undefined : { source, negated };
}

/** `\p{name}`: a general category, a script, Any, ASCII or Assigned. */
export function unicodeClass(given: string, inverted: boolean): ClassItem | undefined {
  const caret = given.startsWith('^');
  const bare = caret ? given.slice(1) : given;
  const negated = inverted !== caret;
  const name = canonical(bare);
  if (name === 'Any') return { source: '\\u{0}-\\u{10ffff}', negated };
  if (name === 'Ascii') return { source: '\\u{0}-\\u{7f}', negated };
  if (name === 'Assigned') return { source: '\\p{Cn}', negated: !negated };
  const category = name === 'Lc' ? 'LC' : SHORT_CATEGORY.test(name) ? name : CATEGORIES.get(name);
  if (category !== undefined) return { source: `\\p{gc=${category}}`, negated };
  const script = /^[A-Za-z_]+$/.test(bare) ? [name, bare].find(isScript) : undefined;
  return script === undefined ? undefined : { source: `\\p{Script=${script}}`, negated };
}

function isScript(name: string): boolean {
  try {
    return RegExp(`\\p{Script=${name}}`, 'u').source !== '';
  } catch {
    return false;
  }
}

/** A range of characters, by their codes. */
export function rangeItem(from: number, to: number): ClassItem {
  return { source: `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`, negated: false };
}

/** The test of a class: any of its items, or none of them when it is negated. Folding is that of single characters, as in Go. */
export function classTest(items: readonly ClassItem[], negated: boolean, fold: boolean): CharacterTest {
  const flags = fold ? 'iu' : 'u';
  const positive = items.filter((item) => !item.negated).map(({ source }) => source);
  const inside = RegExp(`^[${positive.join('')}]$`, flags);
  const outside = items.filter((item) => item.negated).map(({ source }) => RegExp(`^[${source}]$`, flags));
  const slow = (code: number): boolean => {
    const character = String.fromCodePoint(code);
    return (inside.test(character) || outside.some((pattern) => !pattern.test(character))) !== negated;
  };
  // Most texts are ASCII, and an array is ten times as fast as a test.
  const ascii = Array.from({ length: 128 }, (_, code) => slow(code));
  return (code) => ascii[code] ?? slow(code);
}

/** One character, in either case when folding. */
export function literalTest(literal: number, fold: boolean): CharacterTest {
  return fold ? classTest([rangeItem(literal, literal)], false, true) : (code) => code === literal;
}
