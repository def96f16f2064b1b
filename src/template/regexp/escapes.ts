import { executeFault, type TemplateFault } from '../fault.ts';
import type { PatternReader } from './pattern-reader.ts';

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const LARGEST = 0x10ffff;

function wrongEscape(): TemplateFault {
  return executeFault('the regular expression has an escape that does not exist');
}

/** The character that an escape stands for: punctuation, a control character, octal or hexadecimal digits. */
export function escapedCharacter(reader: PatternReader): number {
  reader.skip(1);
  const code = reader.next();
  const letter = String.fromCodePoint(code);
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  if (code < 0x80 && !/[0-9A-Za-z]/.test(letter)) return code;
  if (letter === 'x') return hexadecimal(reader);
  if (letter === '0' || (/[1-7]/.test(letter) && /[0-7]/.test(reader.ahead(0)))) return octal(reader, letter);
  throw wrongEscape();
}

function octal(reader: PatternReader, first: string): number {
  let digits = first;
  while (digits.length < 3 && /[0-7]/.test(reader.ahead(0))) {
    digits += reader.ahead(0);
    reader.skip(1);
  }
  return parseInt(digits, 8);
}

function hexadecimal(reader: PatternReader): number {
  let digits = '';
  if (reader.take('{')) {
    while (!reader.take('}')) {
      digits += hexadecimalDigit(reader);
      if (parseInt(digits, 16) > LARGEST) throw wrongEscape();
    }
    if (digits === '') throw wrongEscape();
  } else digits = hexadecimalDigit(reader) + hexadecimalDigit(reader);
  return parseInt(digits, 16);
}

function hexadecimalDigit(reader: PatternReader): string {
  const digit = String.fromCodePoint(reader.next());
  if (!/^[0-9A-Fa-f]$/.test(digit)) throw wrongEscape();
  return digit;
}
