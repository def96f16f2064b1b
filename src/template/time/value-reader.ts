/** What a text does not hold where its layout asks for it. Never leaves this folder. */
export class Mismatch extends Error {}

/** A cursor over a text that is read by a layout. All methods throw Mismatch when what they look for is not here. */
export class ValueReader {
  private at = 0;

  constructor(private readonly value: string) {}

  get rest(): string {
    return this.value.slice(this.at);
  }

  /** Plain text of the layout: a run of spaces stands for any number of them, also for none at the end. */
  skip(text: string): void {
    for (const part of text.split(/( +)/)) {
      if (part.startsWith(' ')) {
        if (this.at < this.value.length && this.value[this.at] !== ' ') throw new Mismatch();
        this.spaces();
      } else if (this.value.startsWith(part, this.at)) this.at += part.length;
      else throw new Mismatch();
    }
  }

  spaces(): void {
    while (this.value[this.at] === ' ') this.at += 1;
  }

  /** Moves over one space if it is here. */
  optionalSpace(): void {
    if (this.value[this.at] === ' ') this.at += 1;
  }

  /** What a sticky expression finds here. */
  take(expression: RegExp): string {
    const found = this.optional(expression);
    if (found === undefined) throw new Mismatch();
    return found;
  }

  /** The same, or undefined when it finds nothing. */
  optional(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.value)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  /** One or two digits, or exactly two. */
  number(exactlyTwo: boolean): number {
    return Number(this.take(exactlyTwo ? /[0-9]{2}/y : /[0-9]{1,2}/y));
  }

  /** A name of a list, in any case: its index. */
  name(names: readonly string[]): number {
    const rest = this.value.slice(this.at, this.at + 16).toLowerCase();
    const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()));
    if (index < 0) throw new Mismatch();
    this.at += names[index]?.length ?? 0;
    return index;
  }
}
