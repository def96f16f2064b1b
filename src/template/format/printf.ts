import type { Meter } from '../meter.ts';
import { typeOf } from '../values/kinds.ts';
import { decodeRune } from '../values/utf8.ts';
import { GoInt, type Value } from '../values/value.ts';
import { noFlags, type Flags } from './flags.ts';
import { Printer } from './printer.ts';

/** Go's limit for widths and precisions; a larger one is ignored as if it were badly written. */
const LARGEST = 1_000_000;

/** Go's fmt.Sprintf, with its flags, widths, argument indexes and its way to report mistakes in the output. */
export function sprintf(format: string, values: readonly Value[], meter: Meter): string {
  meter.bytes(format.length);
  return new Formatting(format, values, meter).run();
}

class Formatting {
  private readonly printer: Printer;
  private at = 0;
  private argument = 0;
  private reordered = false;
  private goodIndex = true;
  private afterIndex = false;

  constructor(
    private readonly format: string,
    private readonly values: readonly Value[],
    meter: Meter,
  ) {
    this.printer = new Printer(meter);
  }

  run(): string {
    const { format, printer } = this;
    while (this.at < format.length) {
      const next = format.indexOf('%', this.at);
      const end = next < 0 ? format.length : next;
      if (end > this.at) printer.write(format.slice(this.at, end));
      this.at = end + 1;
      if (next >= 0) this.directive();
    }
    this.extra();
    return printer.result();
  }

  private directive(): void {
    const { printer } = this;
    const flags = noFlags();
    printer.flags = flags;
    this.goodIndex = true;
    this.afterIndex = false;
    this.readFlags(flags);
    this.readIndex();
    this.readWidth(flags);
    if (this.format[this.at] === '.' && this.at + 1 < this.format.length) this.readPrecision(flags);
    this.readLateIndex();
    if (this.at >= this.format.length) {
      printer.write('%!(NOVERB)');
      return;
    }
    const { size } = decodeRune(this.format, this.at);
    const verb = this.format.slice(this.at, this.at + size);
    this.at += size;
    this.verb(verb, flags);
  }

  private verb(verb: string, flags: Flags): void {
    const { printer } = this;
    const value = this.values[this.argument];
    if (verb === '%') printer.write('%');
    else if (!this.goodIndex) printer.write(`%!${verb}(BADINDEX)`);
    else if (value === undefined) printer.write(`%!${verb}(MISSING)`);
    else {
      if (verb === 'v' || verb === 'w') {
        flags.sharpV = flags.sharp;
        flags.plusV = flags.plus;
        flags.sharp = false;
        flags.plus = false;
      }
      printer.argument(value, verb);
      this.argument++;
    }
  }

  private readFlags(flags: Flags): void {
    for (; this.at < this.format.length; this.at++) {
      const char = this.format[this.at];
      if (char === '#') flags.sharp = true;
      else if (char === '0') flags.zero = true;
      else if (char === '+') flags.plus = true;
      else if (char === '-') flags.minus = true;
      else if (char === ' ') flags.space = true;
      else return;
    }
  }

  /** [n] right before the verb, when none has been read for it. */
  private readLateIndex(): void {
    if (!this.afterIndex) this.readIndex();
  }

  /** [n] before a verb or a star. */
  private readIndex(): void {
    this.afterIndex = false;
    if (this.format[this.at] !== '[') return;
    this.reordered = true;
    const close = this.format.indexOf(']', this.at);
    const inside = close < 0 ? '' : this.format.slice(this.at + 1, close);
    this.at = close < 0 ? this.at + 1 : close + 1;
    const index = /^[0-9]{1,7}$/.test(inside) ? Number(inside) - 1 : -1;
    const readable = /^[0-9]{1,7}$/.test(inside) && index < LARGEST;
    this.afterIndex = readable;
    if (readable && index >= 0 && index < this.values.length) this.argument = index;
    else this.goodIndex = false;
  }

  private readWidth(flags: Flags): void {
    if (this.format[this.at] === '*') {
      this.at++;
      const width = this.starred();
      if (width === undefined) this.printer.write('%!(BADWIDTH)');
      else flags.width = Math.abs(width);
      if (width !== undefined && width < 0) {
        flags.minus = true;
        flags.zero = false;
      }
      this.afterIndex = false;
      return;
    }
    flags.width = this.readNumber();
    if (this.afterIndex && flags.width !== undefined) this.goodIndex = false;
  }

  private readPrecision(flags: Flags): void {
    this.at++;
    if (this.afterIndex) this.goodIndex = false;
    this.readIndex();
    if (this.format[this.at] === '*') {
      this.at++;
      const precision = this.starred();
      flags.precision = precision !== undefined && precision >= 0 ? precision : undefined;
      if (flags.precision === undefined) this.printer.write('%!(BADPREC)');
      this.afterIndex = false;
      return;
    }
    flags.precision = this.readNumber() ?? 0;
  }

  private readNumber(): number | undefined {
    const digits = /^[0-9]+/.exec(this.format.slice(this.at, this.at + 32))?.[0] ?? '';
    this.at += digits.length;
    if (digits === '') return undefined;
    if (Number(digits.slice(0, -1)) <= LARGEST) return Number(digits);
    // Go gives up on the rest of the format here.
    this.at = this.format.length;
    return undefined;
  }

  private starred(): number | undefined {
    const value = this.values[this.argument];
    if (value === undefined) return undefined;
    this.argument++;
    if (!(value instanceof GoInt)) return undefined;
    return value.value > LARGEST || value.value < -LARGEST ? undefined : Number(value.value);
  }

  /** Arguments that no verb took are named, unless indexes were used. */
  private extra(): void {
    const { printer } = this;
    if (this.reordered || this.argument >= this.values.length) return;
    printer.flags = noFlags();
    printer.write('%!(EXTRA ');
    this.values.slice(this.argument).forEach((value, i) => {
      if (i > 0) printer.write(', ');
      if (value === null) {
        printer.write('<nil>');
        return;
      }
      printer.write(`${typeOf(value)}=`);
      printer.argument(value, 'v');
    });
    printer.write(')');
  }
}
