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
import { encodeRune, RUNE_ERROR, runesOf } from '../values/utf8.ts';
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
  if (start < 0) return text;
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

type WordKind = 'number' | 'upper' | 'letters' | 'connector' | 'punctuation' | 'other' | 'none';

interface Word {
  readonly kind: WordKind;
  readonly runes: readonly number[];
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
];

function kindOfRune(code: number): WordKind {
  return WORD_TESTS.find(([, test]) => test(code))?.[0] ?? 'other';
}

function runWhile(runes: readonly number[], from: number, test: (code: number) => boolean): number {
  let end = from;
  while (end < runes.length && test(runes[end] ?? 0)) end++;
  return end;
}

function nextWord(runes: readonly number[], from: number): Word {
  const first = runes[from];
  if (first === undefined) return { kind: 'none', runes: [] };
  const kind = kindOfRune(first);
  const lowerLetter = (code: number): boolean => isAlphabet(code) && !isUpper(code);
  let end: number;
  if (kind === 'upper') {
    const capitals = runWhile(runes, from, isUpper);
    if (capitals === from + 1) end = runWhile(runes, capitals, lowerLetter);
    else end = capitals < runes.length && isAlphabet(runes[capitals] ?? 0) ? capitals - 1 : capitals;
  } else if (kind === 'other') {
    end = runWhile(runes, from + 1, (code) => kindOfRune(code) === 'other');
  } else if (kind === 'letters') end = runWhile(runes, from + 1, lowerLetter);
  else end = runWhile(runes, from + 1, (code) => kindOfRune(code) === kind);
  return { kind, runes: runes.slice(from, end) };
}

/** snake_case and kebab-case: words are found by case, digits and punctuation, then lowered and connected. */
class LowerCase {
  private out = '';
  private at = 0;
  private readonly runes: readonly number[];
  private word: Word;

  constructor(
    text: string,
    private readonly connector: string,
  ) {
    this.runes = runesOf(text).filter((code) => code !== RUNE_ERROR);
    this.word = this.take();
  }

  run(): string {
    while (this.at < this.runes.length) {
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
    const word = nextWord(this.runes, this.at);
    this.at += word.runes.length;
    return word;
  }

  private write({ kind, runes }: Word): void {
    if (kind === 'connector') this.out += this.connector.repeat(runes.length);
    else this.out += encode(kind === 'upper' ? runes.map((code) => (isUpper(code) ? lowerRune(code) : code)) : runes);
  }

  private connect(): void {
    if (!['none', 'connector', 'punctuation'].includes(this.word.kind)) this.out += this.connector;
  }

  private lettersAndNumbers(): void {
    while (this.word.kind === 'letters' || this.word.kind === 'number') {
      this.write(this.word);
      this.word = this.take();
    }
    this.connect();
  }

  private afterNumber(): void {
    this.lettersAndNumbers();
  }

  /** Digits stick to the word before them, unless lower-case letters follow: `ab2cd` is `ab_2cd`. */
  private afterWord(): void {
    if (this.word.kind !== 'number') {
      this.connect();
      return;
    }
    if (this.at >= this.runes.length) return;
    const digits = this.word;
    this.word = this.take();
    if (this.word.kind === 'letters') {
      this.out += this.connector;
      this.write(digits);
      this.lettersAndNumbers();
      return;
    }
    this.write(digits);
    this.connect();
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
