import { executeFault } from '../fault.ts';
import { classTest, perlClass, posixClass, rangeItem, type ClassItem } from './classes.ts';
import { escapedCharacter } from './escapes.ts';
import type { CharacterTest } from './nodes.ts';
import type { PatternReader } from './pattern-reader.ts';

/** Reads a class in brackets, of which the opening one has been read. */
export class ClassParser {
  private readonly items: ClassItem[] = [];

  constructor(
    private readonly reader: PatternReader,
    private readonly fold: boolean,
  ) {}

  read(): CharacterTest {
    const { reader } = this;
    const negated = reader.take('^');
    // A closing bracket that comes first is a plain character.
    do this.item();
    while (!reader.take(']'));
    return classTest(this.items, negated, this.fold);
  }

  private item(): void {
    const item = this.named() ?? this.range();
    this.items.push(item);
  }

  private named(): ClassItem | undefined {
    const { reader } = this;
    const name = reader.posixName();
    if (name !== undefined) {
      const item = posixClass(name);
      if (item === undefined)
        throw executeFault('the regular expression names a class of characters that does not exist');
      return item;
    }
    const unicode = reader.unicodeClass();
    if (unicode !== undefined) return unicode;
    const perl = reader.sees('\\') ? perlClass(reader.ahead(1)) : undefined;
    if (perl !== undefined) reader.skip(2);
    return perl;
  }

  private range(): ClassItem {
    const from = this.character();
    if (!this.reader.sees('-') || ['', ']'].includes(this.reader.ahead(1))) return rangeItem(from, from);
    this.reader.skip(1);
    const to = this.character();
    if (to < from) throw executeFault('a range of characters in the regular expression is in the wrong order');
    return rangeItem(from, to);
  }

  private character(): number {
    return this.reader.sees('\\') ? escapedCharacter(this.reader) : this.reader.next();
  }
}
