import type { Random } from './random.ts';

/** Go string literals, as they stand in a template. */
const STRINGS: readonly string[] = [
  '""',
  '"a"',
  '"abc"',
  '"Hello World"',
  '"foo_bar-baz qux"',
  '"HTTPServer2Go"',
  '"žluťoučký kůň"',
  '"日本語 text"',
  '"😀"',
  '"ß ǅ İ ı ſ"',
  '"  padded\\t\\n"',
  '"line one\\nline two\\n\\nline four"',
  '"a,b,,c"',
  '"1"',
  '"-17"',
  '"3.14"',
  '"1e3"',
  '"0x1F"',
  '"017"',
  '"0b101"',
  '"1_000"',
  '"true"',
  '"null"',
  '"yes"',
  '"\\xff\\xfe"',
  '"a\\x80b"',
  '"\\x00\\x01\\x7f"',
  '"\\u0085\\u00a0\\u2028\\ufeff"',
  '"<a href=\\"x\\">&\'"',
  '"{{ }}"',
  '"%s %d %%"',
  '"$1 ${2}"',
  '"c:\\\\dir\\\\file.txt"',
  '"/usr/../lib//x.tar.gz/"',
  '"aGVsbG8="',
  '"JBSWY3DP"',
  '"2024-02-29"',
  '"v1.2.3-rc.1+build"',
  '"https://u:p@example.com:8443/a%20b?q=1#f"',
  '`raw "string" \\n`',
  '"word word word word word word word word word word word word word word word word word word"',
];

const INTS: readonly string[] = [
  '0',
  '1',
  '2',
  '3',
  '5',
  '7',
  '10',
  '16',
  '31',
  '-1',
  '-2',
  '-7',
  '0x1f',
  '1_0',
  "'a'",
];
const LARGE_INTS: readonly string[] = ['9223372036854775807', '-9223372036854775808', '4294967296', '1000000007'];
const FLOATS: readonly string[] = [
  '0.0',
  '1.5',
  '-2.25',
  '3.14159',
  '1e3',
  '1e-7',
  '1e21',
  '0.1',
  '100.0',
  '-0.0',
  '2.5e10',
];

/** Keys of dicts: few, so that they meet, and of an order that does not depend on how Go sorts. */
const KEYS: readonly string[] = ['"a"', '"b"', '"c"', '"key"', '"Value"', '"_x"', '"zz"', '"ä"'];

/** A string literal. */
export function stringLiteral(random: Random): string {
  return random.pick(STRINGS);
}

/** An int literal; a large one only where nothing is made of that size. */
export function intLiteral(random: Random, mayBeLarge: boolean): string {
  return mayBeLarge && random.chance(5) ? random.pick(LARGE_INTS) : random.pick(INTS);
}

/** A float literal. */
export function floatLiteral(random: Random): string {
  return random.pick(FLOATS);
}

/** A key for a dict. */
export function keyLiteral(random: Random): string {
  return random.pick(KEYS);
}

/** Any text as a literal. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
