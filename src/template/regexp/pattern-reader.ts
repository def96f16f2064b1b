import { executeFault } from '../fault.ts';
import { decodeRune, fromBytes, RUNE_ERROR } from '../values/utf8.ts';
import { unicodeClass, type ClassItem } from './classes.ts';

/** How often something may be repeated. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

const OPERATORS: Readonly<Record<string, Bounds>> = {
  '*': { least: 0, most: Infinity },
  '+': { least: 1, most: Infinity },
  '?': { least: 0, most: 1 },
};
const COUNTED = /\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/y;
const FLAGS = /([imsU]*)(?:-([imsU]+))?([:)])/y;
const NAME = /\?P?<([^>]*)>/y;

/** A cursor over the bytes of a pattern, which knows the pieces that are read as a whole. */
export class PatternReader {
  private at = 0;

  constructor(private readonly pattern: string) {}

  get atEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  sees(text: string): boolean {
    return this.pattern.startsWith(text, this.at);
  }

  /** Moves over the text if it is here. */
  take(text: string): boolean {
    const here = this.sees(text);
    if (here) this.at += text.length;
    return here;
  }

  ahead(distance: number): string {
    return this.pattern[this.at + distance] ?? '';
  }

  skip(length: number): void {
    this.at += length;
  }

  /** The next character; throws when the pattern is at its end or no UTF-8. */
  next(): number {
    if (this.atEnd) throw executeFault('the regular expression ends too early');
    const { code, size } = decodeRune(this.pattern, this.at);
    if (code === RUNE_ERROR && size === 1) throw executeFault('the regular expression is not valid UTF-8');
    this.at += size;
    return code;
  }

  /** `*`, `+`, `?` or a count in braces; braces around anything else are plain characters. */
  repetition(limit: number): Bounds | undefined {
    const operator = OPERATORS[this.ahead(0)];
    if (operator !== undefined) {
      this.at += 1;
      return operator;
    }
    const counted = this.match(COUNTED);
    if (counted === null) return undefined;
    const [, low, comma, high] = counted;
    const least = Number(low);
    const most = comma === undefined ? least : high === undefined ? Infinity : Number(high);
    if (least > limit || (most !== Infinity && most > limit) || least > most) {
      throw executeFault('a repetition in the regular expression has counts that are too large or in the wrong order');
    }
    return { least, most };
  }

  /** The name after `?P<` or `?<`. */
  groupName(): string | undefined {
    if (!this.sees('?P<') && !this.sees('?<')) return undefined;
    const name = this.match(NAME)?.[1] ?? '';
    if (!/^[A-Za-z0-9_]+$/.test(name)) throw executeFault('the name of a group in the regular expression is wrong');
    return name;
  }

  /** Letters after `(?`, and whether a group opens after them. */
  flags(): { on: string; off: string; opens: boolean } {
    const found = this.match(FLAGS);
    if (found === null) throw executeFault('the regular expression uses Perl syntax that RE2 does not have');
    const [, on = '', off = '', end] = found;
    return { on, off, opens: end === ':' };
  }

  /** `\pL`, `\p{Greek}` and their inversions. */
  unicodeClass(): ClassItem | undefined {
    if (!this.sees('\\p') && !this.sees('\\P')) return undefined;
    const inverted = this.ahead(1) === 'P';
    this.at += 2;
    const item = unicodeClass(this.className(), inverted);
    if (item === undefined)
      throw executeFault('the regular expression names a class of characters that does not exist');
    return item;
  }

  private className(): string {
    if (!this.sees('{')) return String.fromCodePoint(this.next());
    const end = this.pattern.indexOf('}', this.at);
    const name = this.pattern.slice(this.at + 1, end < 0 ? this.at + 1 : end);
    this.at = end + 1;
    return fromBytes(name);
  }

  /** `[:name:]` inside of a class, by its name. */
  posixName(): string | undefined {
    const end = this.sees('[:') ? this.pattern.indexOf(':]', this.at + 2) : -1;
    if (end < 0) return undefined;
    const name = this.pattern.slice(this.at + 2, end);
    this.at = end + 2;
    return name;
  }

  private match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.pattern);
    if (found !== null) this.at += found[0].length;
    return found;
  }
}
