import { quoted } from './literals.ts';
import type { Random } from './random.ts';

const PIECES: readonly string[] = [
  'a',
  'b',
  'o',
  ' ',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\S',
  '[a-z]',
  '[^a-c ]',
  '[[:upper:]]',
  '[\\d_-]',
  '\\pL',
  '\\p{Lu}',
  '\\PN',
  '^',
  '$',
  '\\b',
  '\\B',
  '\\.',
  '\\x41',
  '\\x{17e}',
  'ž',
  '(?i:H)',
  '(?i)',
  '(?s).',
  '(?m)^',
  '\\Qa.b\\E',
  'l{2}',
  '[]x]',
  '\\z',
];
const BAD_PIECES: readonly string[] = [
  '(',
  ')',
  '[',
  '*',
  '\\q',
  '(?=a)',
  'a{2000}',
  '[b-a]',
  '\\8',
  '(?<n',
  '{,2}',
  '\\C',
];
const REPEATS: readonly string[] = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{0,2}?', '{2,}'];

/** A regular expression, mostly one that is right. */
function pattern(random: Random, depth = 2): string {
  const parts = random.some(1, 4, () => {
    let part = random.pick(random.chance(3) ? BAD_PIECES : PIECES);
    if (depth > 0 && random.chance(30)) {
      const open = random.pick(['(', '(', '(?:', `(?P<n${random.below(3)}>`, '(?i:', '(?U:']);
      part = `${open}${pattern(random, depth - 1)})`;
    }
    return random.chance(35) ? part + random.pick(REPEATS) : part;
  });
  const alternative = depth > 0 && random.chance(20) ? `|${pattern(random, depth - 1)}` : '';
  return parts.join('') + alternative;
}

const LAYOUT_PIECES =
  '2006 06 Jan January 1 01 2 02 _2 __2 002 Mon Monday 15 3 03 4 04 5 05 PM pm .000 .999 ,00 -0700 -07:00 Z07:00 Z0700 -07 Z07:00:00 : - / T x'.split(
    ' ',
  );

/** A layout for times, without short names of zones, which are known for UTC only. */
function layout(random: Random): string {
  return random.some(1, 6, () => random.pick(LAYOUT_PIECES)).join(random.pick(['', ' ', '-', ':']));
}

const FLAGS = ['', '', '', '+', '-', '#', '0', ' ', '+#', '-0', '# '];
const VERBS = 'vvvsssdqqxXtTcobUeEfgG%wy!'.split('');

/** A format for printf. */
function format(random: Random): string {
  const verb = (): string => {
    const width = random.chance(25) ? random.pick(['1', '5', '12', '*', '[1]*', '[2]']) : '';
    const precision = random.chance(20) ? random.pick(['.0', '.2', '.9', '.', '.*']) : '';
    return `%${random.pick(FLAGS)}${width}${precision}${random.pick(VERBS)}`;
  };
  return random.some(1, 3, () => random.pick(['', ' ', 'x', 'ž']) + verb()).join('');
}

/** Texts that some parameter asks for, by its name in the reference. */
const POOLS: Readonly<Record<string, readonly string[]>> = {
  duration: ['1h', '-1.5h', '90m', '1h1m1s1ms1us1ns', '0', 'x', '1', '.5s', '2540400h', '24h', '100ns', '1µs', '+3m'],
  zone: ['UTC', 'Local', '', 'Europe/Prague', 'America/New_York', 'Asia/Kathmandu', 'Etc/GMT+5', 'No/Where'],
  constraint: [
    '^1.2',
    '~1.2.3',
    '>=1.0, <2',
    '1.x',
    '*',
    '>1.2 || <0.5',
    '1.2 - 1.4',
    '!=1.2.3',
    '=1',
    '^0.0.3',
    '<=1.2',
    'x',
    '>=1.2.3-rc',
    '~>2',
    '',
  ],
  version: [
    '1.2.3',
    '1.2',
    'v1',
    '0.0.3',
    '1.2.3-rc.1',
    '2.0.0+b',
    '1.2.x',
    '',
    '1.2.3-1',
    '10.20.30',
    '1.02.3',
    '0.9.9-alpha.2',
  ],
  kind: ['string', 'int', 'float64', 'map', 'slice', 'bool', 'invalid', 'struct', 'int64'],
  type: ['string', 'int', '[]interface {}', 'map[string]interface {}', '<nil>', 'float64', '[]string'],
  path: ['', '.', '/', 'a', 'a/b', '/a/b/', '../x', 'a//b', 'x.tar.gz', '.hidden', 'a/.b', '..', 'a/../..', '/..'],
};

/** Texts for functions that parse their only text, by the name of the function. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  fromJson: [
    '{"a":1,"b":[1.5,"x",null,true],"c":{"d":"ž"}}',
    '[1,2,3]',
    '"x"',
    '12345678901234567890',
    '1e400',
    '{',
    '',
    'null',
    ' {"a" : -0.0} ',
    '{"a":1,"a":2}',
    '"\\ud83d\\ude00"',
    'tru',
    '[1,]',
  ],
  fromYaml: [
    'a: 1\nb: [x, 2.5]\nc: {d: yes}',
    'a: |\n  x\n  y\n',
    '{"a": 1}',
    'a: ~\nb: 0x10\nc: 1e3',
    'x: &x {y: 1}\nz: *x',
    '1: a\ntrue: b',
    'a: \'q\'\nb: "w"',
    '',
  ],
  urlParse: [
    'http://a/b?c#d',
    'https://u:p@h:1/%20',
    '//h/p',
    'mailto:x@y',
    '/p?q',
    '',
    '*',
    'a:b',
    'http://[::1]:8/',
    ':',
    '%zz',
    'http://h:x',
    'x://h/a b',
    'HTTP://H/?a=%',
    'a/b:c',
    '?q',
    '#f%',
    'http://ž/ž',
  ],
  atoi: ['1', '-1', '+5', 'x', '', '99999999999999999999', '0x1', '1_0', ' 1'],
  toDecimal: ['7', '0777', '8', '', 'x', '-7'],
  b64dec: ['aGk=', 'aGk', 'a', '====', 'aG\nk=', '/+8=', '-_8='],
  b32dec: ['NBUQ====', 'NBUQ', 'a', '========', 'MFRGG==='],
};

/** A text that means something to the function that it is for; undefined where any will do. */
export function specialText(random: Random, fn: string, parameter: string): string | undefined {
  if (parameter === 'pattern') return quoted(pattern(random));
  if (parameter === 'layout') return quoted(layout(random));
  if (parameter === 'format') return quoted(format(random));
  const plain = fn.replace(/^must(.)/, (_, first: string) => first.toLowerCase());
  const pool =
    plain === 'semver' ? POOLS['version'] : (POOLS[parameter] ?? (parameter === 'text' ? TEXTS[plain] : undefined));
  return pool === undefined ? undefined : quoted(random.pick(pool));
}

const DATES: readonly (readonly [string, string])[] = [
  ['2006-01-02', '2024-02-29'],
  ['2006-01-02T15:04:05Z07:00', '2023-11-14T22:13:20+02:00'],
  ['2006-01-02T15:04:05Z07:00', '1969-12-31T23:59:59.999999999Z'],
  ['Jan _2 06 3:04PM', 'Dec  5 99 12:30AM'],
  ['2006-002', '2023-365'],
  ['15:04:05', 'no'],
  ['2006-1-2 -0700', '2001-2-3 -0130'],
];

/** A layout and a text that mostly fits it, for functions that read a date. */
export function dateArguments(random: Random): string {
  const [form, text] = random.pick(DATES);
  return `${quoted(form)} ${quoted(text)}`;
}
