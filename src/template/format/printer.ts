import type { Meter } from '../meter.ts';
import { typeOf } from '../values/kinds.ts';
import { GoComplex, type GoInt, GoList, GoMap, GoObject, GoStruct, type Value } from '../values/value.ts';
import { noFlags, pad, type Flags } from './flags.ts';
import { formatFloatVerb, formatInteger, formatString } from './scalars.ts';

/** Builds one output of Go's fmt package, piece by piece, within the limits. */
export class Printer {
  private text = '';
  private erroring = false;
  flags: Flags = noFlags();

  constructor(private readonly meter: Meter) {}

  /** What has been written. */
  result(): string {
    return this.text;
  }

  write(piece: string): void {
    this.meter.room(this.text.length + piece.length > this.meter.limits.stringBytes ? Infinity : piece.length);
    this.text += piece;
  }

  /** One argument under a verb; `%!verb(type=value)` when they do not fit. */
  argument(value: Value, verb: string): void {
    if (value === null) {
      if (verb === 'T' || verb === 'v') this.write(pad('<nil>', this.flags, this.meter));
      else this.badVerb(value, verb);
    } else if (verb === 'T') {
      this.write(formatString(typeOf(value), 's', this.flags, this.meter) ?? '');
    } else if (verb === 'w' && typeof value !== 'string') this.badVerb(value, verb);
    else this.value(value, verb, 0);
  }

  private value(value: Value, verb: string, depth: number): void {
    this.meter.depth(depth);
    if (value === null) this.write(this.flags.sharpV ? 'interface {}(nil)' : '<nil>');
    else if (value instanceof GoList) this.list(value, verb, depth);
    else if (value instanceof GoMap) this.map(value, verb, depth);
    else if (value instanceof GoStruct) this.struct(value, verb, depth);
    else if (value instanceof GoComplex) this.complex(value, verb);
    else if (value instanceof GoObject) this.object(value, verb);
    else this.scalar(value, verb);
  }

  private scalar(value: boolean | number | string | GoInt, verb: string): void {
    const { flags, meter } = this;
    let piece: string | undefined;
    if (typeof value === 'string') piece = formatString(value, verb, flags, meter);
    else if (typeof value === 'number') piece = formatFloatVerb(value, verb, flags, meter);
    else if (typeof value === 'boolean') piece = /[tv]/.test(verb) ? pad(String(value), flags, meter) : undefined;
    else piece = formatInteger(value.value, verb, flags, meter, value.type.startsWith('u'));
    if (piece === undefined) this.badVerb(value, verb);
    else this.write(piece);
  }

  private complex(value: GoComplex, verb: string): void {
    const real = formatFloatVerb(value.real, verb, this.flags, this.meter);
    const imaginary = formatFloatVerb(value.imaginary, verb, { ...this.flags, plus: true }, this.meter);
    if (real === undefined || imaginary === undefined) this.badVerb(value, verb);
    else this.write(`(${real}${imaginary}i)`);
  }

  private object(value: GoObject, verb: string): void {
    const { flags, meter } = this;
    const { essence } = value;
    // A number with a String method is text for the verbs that text has, and a number for the others and in Go syntax.
    let piece: string | undefined;
    if (typeof essence === 'bigint' && (flags.sharpV || !/[vsxXq]/.test(verb))) {
      piece = formatInteger(essence, verb, flags, meter);
    } else if (/[vsxXq]/.test(verb)) piece = formatString(value.text, verb, { ...flags, sharpV: false }, meter);
    if (piece === undefined) this.badVerb(value, verb);
    else this.write(piece);
  }

  private list(value: GoList, verb: string, depth: number): void {
    const go = this.flags.sharpV;
    if (go) this.write(typeOf(value));
    if (go && value.isNil) {
      this.write('(nil)');
      return;
    }
    this.write(go ? '{' : '[');
    value.items.forEach((item, i) => {
      if (i > 0) this.write(go ? ', ' : ' ');
      this.value(item, verb, depth + 1);
    });
    this.write(go ? '}' : ']');
  }

  private map(value: GoMap, verb: string, depth: number): void {
    const go = this.flags.sharpV;
    this.write(go ? typeOf(value) : 'map[');
    if (go && value.isNil) {
      this.write('(nil)');
      return;
    }
    if (go) this.write('{');
    value.sortedKeys().forEach((key, i) => {
      if (i > 0) this.write(go ? ', ' : ' ');
      this.value(key, verb, depth + 1);
      this.write(':');
      this.value(value.entries.get(key) ?? null, verb, depth + 1);
    });
    this.write(go ? '}' : ']');
  }

  private struct(value: GoStruct, verb: string, depth: number): void {
    const go = this.flags.sharpV;
    this.write(go ? `${value.type}{` : '{');
    value.fields.forEach((field, i) => {
      if (i > 0) this.write(go ? ', ' : ' ');
      if (go || this.flags.plusV) this.write(`${field.name}:`);
      this.value(field.value, verb, depth + 1);
    });
    this.write('}');
  }

  private badVerb(value: Value, verb: string): void {
    if (this.erroring) return;
    this.erroring = true;
    this.write(`%!${verb}(`);
    if (value === null) this.write('<nil>');
    else {
      this.write(`${typeOf(value)}=`);
      this.value(value, 'v', 0);
    }
    this.write(')');
    this.erroring = false;
  }
}
