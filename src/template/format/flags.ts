import type { Meter } from '../meter.ts';
import { runeCount } from '../values/utf8.ts';

/** What stands between the per cent sign and the verb. */
export interface Flags {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** %+v: struct fields with names. */
  plusV: boolean;
  /** %#v: Go syntax. */
  sharpV: boolean;
  width: number | undefined;
  precision: number | undefined;
}

/** Flags of a verb without any. */
export function noFlags(): Flags {
  return {
    plus: false,
    minus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
    width: undefined,
    precision: undefined,
  };
}

/** Brings a piece to the width asked for, counted in characters. */
export function pad(text: string, flags: Flags, meter: Meter, zero = flags.zero): string {
  const missing = (flags.width ?? 0) - (flags.width === undefined ? 0 : runeCount(text));
  if (missing <= 0) return text;
  meter.room(text.length + missing);
  if (flags.minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}
