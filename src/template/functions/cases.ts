import {
  isDigit,
  isLetter,
  isLower,
  isNumber,
  isPunct,
  isSpace,
  isTitle,
  isUpper,
  lowerRune,
  mapRunes,
  titleRune,
  upperRune,
} from '../values/characters.ts';
import { decodeRune, encodeRune, RUNE_ERROR, runesOf } from '../values/utf8.ts';
import { fixed, type FunctionTable } from './signature.ts';

function encode(runes: readonly number[]): string {
  return runes.map(encodeRune).join('');
}

function isConnector(code: number): boolean {
  return code === 0x2d || code === 0x5f || isSpace(code);
}

/** PascalCase as xstrings makes it: a connector goes and the next letter is raised; runs of capitals are lowered. */
function camelCase(text: string): string {
  const runes = runesOf(text);
  const start = runes.findIndex((code) => !isConnector(code));
  // The last of nothing but connectors is written twice.
  if (start < 0) return encode([...runes, ...runes.slice(-1)]);
  const out = runes.slice(0, start);
  const first = runes[start] ?? 0;
  let wasUpper = isUpper(first);
  let current = upperRune(first);
  for (const next of runes.slice(start + 1)) {
    const previous = current;
    current = next;
    if (isConnector(previous) && isConnector(next)) {
      out.push(previous);
    } else if (isConnector(previous)) {
      wasUpper = isUpper(next);
      current = upperRune(next);
    } else {
      if (wasUpper && isUpper(next)) current = lowerRune(next);
      else wasUpper = false;
      out.push(previous);
    }
  }
  return encode([...out, current]);
}

type WordKind = 'number' | 'upper' | 'letters' | 'connector' | 'punctuation' | 'other' | 'invalid' | 'none';

/** A character with the bytes that it stands for: those before it that are no character are part of it. */
interface Unit {
  readonly code: number;
  readonly bytes: string;
}

interface Word {
  readonly kind: WordKind;
  readonly units: readonly Unit[];
}

/** Bytes at the end that are no character count as one more of the character before them. */
function unitsOf(text: string): readonly Unit[] {
  const units: Unit[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const { code, size } = decodeRune(text, at);
    at += size;
    if (code === RUNE_ERROR && at < text.length) continue;
    units.push({ code: code === RUNE_ERROR ? (units.at(-1)?.code ?? code) : code, bytes: text.slice(start, at) });
    start = at;
  }
  return units;
}

function isAlphabet(code: number): boolean {
  // Ideographs are letters without words to break at.
  return isLetter(code) && !((code >= 0x3400 && code <= 0x4d85) || (code >= 0x4e00 && code <= 0x9fcc));
}

const WORD_TESTS: readonly (readonly [WordKind, (code: number) => boolean])[] = [
  ['connector', isConnector],
  ['punctuation', isPunct],
  ['upper', isUpper],
  ['letters', isAlphabet],
  ['number', isNumber],
  ['invalid', (code) => code === RUNE_ERROR],
];

function kindOfRune(code: number): WordKind {
  return WORD_TESTS.find(([, test]) => test(code))?.[0] ?? 'other';
}

function runWhile(units: readonly Unit[], from: number, test: (code: number) => boolean): number {
  let end = from;
  for (let unit = units[end]; unit !== undefined && test(unit.code); unit = units[end]) end++;
  return end;
}

function nextWord(units: readonly Unit[], from: number): Word {
  const first = units[from];
  if (first === undefined) return { kind: 'none', units: [] };
  const kind = kindOfRune(first.code);
  const lowerLetter = (code: number): boolean => isAlphabet(code) && !isUpper(code);
  let end: number;
  if (kind === 'upper') {
    const capitals = runWhile(units, from, isUpper);
    if (capitals === from + 1) end = runWhile(units, capitals, lowerLetter);
    else end = isAlphabet(units[capitals]?.code ?? 0) ? capitals - 1 : capitals;
  } else if (kind === 'other') {
    end = runWhile(units, from + 1, (code) => ['other', 'invalid'].includes(kindOfRune(code)));
  } else if (kind === 'letters') end = runWhile(units, from + 1, lowerLetter);
  else end = runWhile(units, from + 1, WORD_TESTS.find(([other]) => other === kind)?.[1] ?? (() => false));
  return { kind, units: units.slice(from, end) };
}

/** snake_case and kebab-case: words are found by case, digits and punctuation, then lowered and connected. */
class LowerCase {
  private out = '';
  private at = 0;
  private readonly units: readonly Unit[];
  private word: Word;

  constructor(
    text: string,
    private readonly connector: string,
  ) {
    this.units = unitsOf(text);
    this.word = this.take();
  }

  run(): string {
    while (this.at < this.units.length) {
      const previous = this.word;
      if (previous.kind !== 'connector') this.write(previous);
      this.word = this.take();
      if (previous.kind === 'number') this.afterNumber();
      else if (previous.kind === 'connector') this.write(previous);
      else if (previous.kind !== 'punctuation') this.afterWord();
    }
    this.write(this.word);
    return this.out;
  }

  private take(): Word {
    const word = nextWord(this.units, this.at);
    this.at += word.units.length;
    return word;
  }

  private write({ kind, units }: Word): void {
    const bytes = units.map((unit) => unit.bytes).join('');
    const lowered = (code: number): string =>
      isConnector(code) ? this.connector : encodeRune(isUpper(code) ? lowerRune(code) : code);
    this.out += kind === 'upper' || kind === 'connector' ? runesOf(bytes).map(lowered).join('') : bytes;
  }

  private connect(): void {
    if (!['none', 'invalid', 'connector', 'punctuation'].includes(this.word.kind)) this.out += this.connector;
  }

  private afterNumber(): void {
    while (this.word.kind === 'letters' || this.word.kind === 'number') {
      this.write(this.word);
      this.word = this.take();
    }
    this.connect();
  }

  /** Digits stick to the word before them, unless lower-case letters follow: `ab2cd` is `ab_2cd`. */
  private afterWord(): void {
    if (this.word.kind !== 'number') {
      this.connect();
      return;
    }
    if (this.at >= this.units.length) return;
    const digits = this.word;
    this.word = this.take();
    if (this.word.kind === 'letters') {
      this.out += this.connector;
      this.write(digits);
      this.afterNumber();
      return;
    }
    this.write(digits);
    if (!['connector', 'punctuation'].includes(this.word.kind)) this.out += this.connector;
  }
}

/** Go's strings.Title: the first letter of each word, where all but letters, digits and underscores part words. */
function title(text: string): string {
  let previous = 0x20;
  return mapRunes(text, (code) => {
    const starts = isSeparator(previous);
    previous = code;
    return starts ? titleRune(code) : code;
  });
}

function isSeparator(code: number): boolean {
  if (code < 0x80) return !/[0-9A-Za-z_]/.test(String.fromCharCode(code));
  return !isLetter(code) && !isDigit(code) && isSpace(code);
}

function swapCase(text: string): string {
  let wordStarts = true;
  return mapRunes(text, (code) => {
    const starts = wordStarts;
    wordStarts = false;
    if (isUpper(code) || isTitle(code)) return lowerRune(code);
    if (isLower(code)) return starts ? titleRune(code) : upperRune(code);
    wordStarts = isSpace(code);
    return code;
  });
}

/** Functions that look at words and their case. */
export const cases: FunctionTable = {
  title: fixed(['string'], (_meter, text) => title(text)),
  swapcase: fixed(['string'], (_meter, text) => swapCase(text)),
  camelcase: fixed(['string'], (_meter, text) => camelCase(text)),
  snakecase: fixed(['string'], (_meter, text) => new LowerCase(text, '_').run()),
  kebabcase: fixed(['string'], (_meter, text) => new LowerCase(text, '-').run()),
};
