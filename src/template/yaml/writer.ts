import type { Meter } from '../meter.ts';
import { fromBytes, toBytes } from '../values/utf8.ts';
import { sortKeys } from './key-order.ts';
import { BREAK, isMultiline, styleOf, type ScalarStyle } from './scalar-style.ts';

/** What can be written: texts and keys are byte strings, other scalars are the text that stands for them. */
export type YamlNode =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'scalar'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly YamlNode[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, YamlNode> };

/** Lines are folded at the first space beyond. */
const WIDTH = 80;
const STEP = 2;
/** Bytes of a key that stands on one line with its value. */
const LONGEST_SIMPLE_KEY = 128;

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};
const NEEDS_ESCAPE = /^(?:[^\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\r\n\u0085\u2028\u2029"\\])$/u;
const IS_BREAK = new RegExp(`^${BREAK}$`, 'u');

type Place = 'root' | 'item' | 'key' | 'simple key' | 'value';

/** Writes a node in block style, byte for byte as Go's yaml library does, and returns a byte string. */
export function writeYaml(node: YamlNode, meter: Meter): string {
  return new Writer(meter).document(node);
}

class Writer {
  private out = '';
  private column = 0;
  private indent = -1;
  /** The last character was a space, or an indicator that needs none after it. */
  private whitespace = true;
  /** Nothing but indentation stands on the line so far. */
  private indention = true;

  constructor(private readonly meter: Meter) {}

  document(node: YamlNode): string {
    this.node(node, 'root', 0);
    this.newLine();
    return toBytes(this.out);
  }

  private node(node: YamlNode, place: Place, level: number): void {
    this.meter.depth(level);
    this.meter.spend(25);
    if (node.kind === 'text') this.text(node.value, place === 'simple key');
    else if (node.kind === 'scalar') {
      this.nested(true, () => {
        this.quoted('plain', node.value, true);
      });
    } else if (node.kind === 'list') this.list(node.items, place, level);
    else this.map(node.entries, level);
  }

  private list(items: readonly YamlNode[], place: Place, level: number): void {
    if (items.length === 0) {
      this.indicator('[]', true, false, false);
      return;
    }
    const indentless = (place === 'value' || place === 'key') && !this.indention;
    this.nested(
      false,
      () => {
        for (const item of items) {
          this.newLine();
          this.indicator('-', true, false, true);
          this.node(item, 'item', level + 1);
        }
      },
      indentless,
    );
  }

  private map(entries: ReadonlyMap<string, YamlNode>, level: number): void {
    if (entries.size === 0) {
      this.indicator('{}', true, false, false);
      return;
    }
    const keys = [...entries.keys()];
    this.meter.spend(keys.reduce((sum, key) => sum + key.length, 0) * Math.ceil(Math.log2(keys.length + 1)));
    this.nested(false, () => {
      for (const key of sortKeys(keys)) this.entry(key, entries.get(key), level);
    });
  }

  private entry(key: string, value: YamlNode | undefined, level: number): void {
    this.newLine();
    const simple = key.length <= LONGEST_SIMPLE_KEY && !isMultiline(fromBytes(key));
    if (simple) {
      this.text(key, true);
      this.indicator(':', false, false, false);
    } else {
      this.indicator('?', true, false, true);
      this.text(key, false);
      this.newLine();
      this.indicator(':', true, false, true);
    }
    if (value !== undefined) this.node(value, 'value', level + 1);
  }

  private text(bytes: string, simpleKey: boolean): void {
    this.meter.bytes(bytes.length * 16);
    const text = fromBytes(bytes);
    const style = styleOf(bytes, text, simpleKey);
    this.nested(true, () => {
      if (style === 'literal') this.literal(text);
      else this.quoted(style, text, !simpleKey);
    });
  }

  /** Runs something one step further in. */
  private nested(flow: boolean, write: () => void, indentless = false): void {
    const outer = this.indent;
    if (outer < 0) this.indent = flow ? STEP : 0;
    else if (!indentless) this.indent += STEP;
    write();
    this.indent = outer;
  }

  /** Writes one character, or one escape. */
  private put(text: string): void {
    this.meter.room(this.out.length > this.meter.limits.stringBytes ? Infinity : text.length);
    this.out += text;
    this.column += text.length;
  }

  private lineBreak(text = '\n'): void {
    this.put(text);
    this.column = 0;
  }

  /** A new line with indentation, unless that is where we are. */
  private newLine(): void {
    const indent = Math.max(this.indent, 0);
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.lineBreak();
    while (this.column < indent) this.put(' ');
    this.whitespace = true;
    this.indention = true;
  }

  private indicator(text: string, needsSpace: boolean, isSpace: boolean, isIndention: boolean): void {
    if (needsSpace && !this.whitespace) this.put(' ');
    for (const char of text) this.put(char);
    this.whitespace = isSpace;
    this.indention = this.indention && isIndention;
  }

  /** Plain, single-quoted or double-quoted; long lines are folded where the text allows it. */
  private quoted(style: Exclude<ScalarStyle, 'literal'>, text: string, canFold: boolean): void {
    const quote = style === 'plain' ? '' : style === 'single' ? "'" : '"';
    if (quote !== '') this.indicator(quote, true, false, false);
    else if (!this.whitespace) this.put(' ');
    const chars = Array.from(text);
    // The Go library looks for a byte order mark at the start of the text, whichever character it is at.
    const escapesAll = text.startsWith('\ufeff');
    let spaces = false;
    let breaks = false;
    chars.forEach((char, i) => {
      const inner = i > 0 && i < chars.length - 1;
      if (char === ' ' && !(escapesAll && style === 'double')) {
        const folds = canFold && !spaces && this.column > WIDTH && (style === 'plain' || inner);
        if (folds && style === 'double') {
          this.newLine();
          if (chars[i + 1] === ' ') this.put('\\');
        } else if (folds && chars[i + 1] !== ' ') this.newLine();
        else this.put(char);
        spaces = true;
        return;
      }
      if (style === 'double') this.put(escapesAll || NEEDS_ESCAPE.test(char) ? escaped(char) : char);
      else if (IS_BREAK.test(char)) {
        if (!breaks && char === '\n') this.lineBreak();
        this.lineBreak(char);
        this.indention = true;
        breaks = true;
        return;
      } else {
        if (breaks) this.newLine();
        if (char === quote) this.put(char);
        this.put(char);
        this.indention = false;
        breaks = false;
      }
      spaces = false;
    });
    if (quote !== '') this.indicator(quote, false, false, false);
    this.whitespace = false;
    this.indention = false;
  }

  private literal(text: string): void {
    this.indicator('|', true, false, false);
    if (/^(?: |[\r\n\u0085\u2028\u2029])/u.test(text)) this.indicator(String(STEP), false, false, false);
    const chomping = chompingOf(text);
    if (chomping !== '') this.indicator(chomping, false, false, false);
    this.lineBreak();
    this.indention = true;
    this.whitespace = true;
    let breaks = true;
    for (const char of text) {
      if (IS_BREAK.test(char)) {
        this.lineBreak(char);
        this.indention = true;
        breaks = true;
      } else {
        if (breaks) this.newLine();
        this.put(char);
        this.indention = false;
        breaks = false;
      }
    }
  }
}

/** `-` when there is no line break at the end, `+` when there are several, or nothing but one. */
function chompingOf(text: string): '' | '-' | '+' {
  const [last = '', before = '\n'] = Array.from(text.slice(-4)).reverse();
  if (!IS_BREAK.test(last)) return '-';
  return IS_BREAK.test(before) ? '+' : '';
}

function escaped(char: string): string {
  const short = ESCAPES[char];
  if (short !== undefined) return `\\${short}`;
  const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
