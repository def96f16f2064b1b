import type { Meter } from '../meter.ts';
import type { Value } from '../values/value.ts';
import { Printer } from './printer.ts';

/** Go's fmt.Sprint: a space between two operands when neither is a string. */
export function sprint(values: readonly Value[], meter: Meter): string {
  const [only] = values;
  if (values.length === 1 && typeof only === 'string') return only;
  const printer = new Printer(meter);
  values.forEach((value, i) => {
    if (i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string') printer.write(' ');
    printer.argument(value, 'v');
  });
  return printer.result();
}

/** Go's fmt.Sprintln: a space between all operands and a line break at the end. */
export function sprintln(values: readonly Value[], meter: Meter): string {
  const printer = new Printer(meter);
  values.forEach((value, i) => {
    if (i > 0) printer.write(' ');
    printer.argument(value, 'v');
  });
  printer.write('\n');
  return printer.result();
}

/** sprig's strval: a string as it is, anything else as %v. */
export function textOf(value: Value, meter: Meter): string {
  return typeof value === 'string' ? value : sprint([value], meter);
}
