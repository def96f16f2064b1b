import { parseTime } from '../time/index.ts';
import { parseFloat64, parseInt64, parseUint64 } from '../values/parse-number.ts';

/** What a plain scalar stands for. */
export type Resolved =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string' | 'timestamp' };

const WORDS: readonly (readonly [Resolved, string])[] = [
  [{ kind: 'bool', value: true }, 'y Y yes Yes YES true True TRUE on On ON'],
  [{ kind: 'bool', value: false }, 'n N no No NO false False FALSE off Off OFF'],
  [{ kind: 'null' }, '~ null Null NULL'],
  [{ kind: 'float', value: NaN }, '.nan .NaN .NAN'],
  [{ kind: 'float', value: Infinity }, '.inf .Inf .INF +.inf +.Inf +.INF'],
  [{ kind: 'float', value: -Infinity }, '-.inf -.Inf -.INF'],
];
const MEANINGS: ReadonlyMap<string, Resolved> = new Map([
  ['', { kind: 'null' } as const],
  ...WORDS.flatMap(([meaning, words]) => words.split(' ').map((word) => [word, meaning] as const)),
]);

const STRING: Resolved = { kind: 'string' };
const PLAIN_FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIMESTAMPS = [
  '2006-1-2T15:4:5.999999999Z07:00',
  '2006-1-2t15:4:5.999999999Z07:00',
  '2006-1-2 15:4:5.999999999',
  '2006-1-2',
];
/** Nothing longer is a number or a timestamp that somebody means. */
const LONGEST = 400;

/** What the Go library takes a plain scalar for, by YAML 1.1; the text is a byte string. */
export function resolvePlain(text: string): Resolved {
  const known = MEANINGS.get(text);
  if (known !== undefined) return known;
  if (text.length > LONGEST) return STRING;
  if (text.startsWith('.')) return float(parseFloat64(text));
  if (!/^[-+0-9]/.test(text)) return STRING;
  if (/^[0-9]{4}-/.test(text) && TIMESTAMPS.some((layout) => parseTime(layout, text) !== undefined)) {
    return { kind: 'timestamp' };
  }
  const bare = text.replaceAll('_', '');
  const int = parseInt64(bare, 0) ?? parseUint64(bare, 0);
  if (int !== undefined) return { kind: 'int', value: int };
  return PLAIN_FLOAT.test(bare) ? float(parseFloat64(bare)) : STRING;
}

function float(value: number | undefined): Resolved {
  return value === undefined ? STRING : { kind: 'float', value };
}

/** Numbers to the base 60, which other readers of YAML 1.1 know; they are quoted for their sake. */
export function isSexagesimal(text: string): boolean {
  return text.length <= LONGEST && /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}
