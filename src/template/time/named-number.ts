import { fixed } from '../functions/signature.ts';
import { GoObject, type GoFunction } from '../values/value.ts';

/** An int that prints as a name: a month, a day of the week. */
export class NamedNumber extends GoObject {
  readonly kind = 'int';
  readonly essence: bigint;

  constructor(
    readonly type: 'time.Month' | 'time.Weekday',
    number: number,
    readonly text: string,
  ) {
    super();
    this.essence = BigInt(number);
  }

  toJson(): string {
    return this.essence.toString();
  }

  method(name: string): GoFunction | undefined {
    return name === 'String' ? fixed([], () => this.text) : undefined;
  }
}
