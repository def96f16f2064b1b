import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { ClassParser } from './class-parser.ts';
import { classTest, literalTest, perlClass } from './classes.ts';
import { escapedCharacter } from './escapes.ts';
import type { Assertion, CharacterTest, RegexpNode } from './nodes.ts';
import { PatternReader } from './pattern-reader.ts';

/** A parsed pattern: its tree, and the names of its groups by index; the whole match is group 0 and has none. */
export interface ParsedPattern {
  readonly root: RegexpNode;
  readonly groupNames: readonly string[];
}

interface Flags {
  readonly fold: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly lazy: boolean;
}

/** RE2's limit for the counts of a repetition, and for nested counts multiplied. */
const MOST_REPEATS = 1_000;
/** What building one class costs. */
const CLASS_COST = 400;

const EMPTY: RegexpNode = { kind: 'empty' };
const ESCAPED_ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'textStart',
  z: 'textEnd',
  b: 'wordBoundary',
  B: 'noWordBoundary',
};

/** Parses a pattern (a byte string) in RE2's syntax with the flags of Go's regexp. Throws an execute fault for what Go refuses. */
export function parsePattern(pattern: string, meter: Meter): ParsedPattern {
  meter.bytes(pattern.length * 16);
  return new Parser(new PatternReader(pattern), meter).parse();
}

class Parser {
  private readonly groupNames: string[] = [''];
  private readonly literals = new Map<number, CharacterTest>();
  private flags: Flags = { fold: false, multiLine: false, dotAll: false, lazy: false };
  private depth = 0;

  constructor(
    private readonly reader: PatternReader,
    private readonly meter: Meter,
  ) {}

  parse(): ParsedPattern {
    const root = this.choice();
    if (!this.reader.atEnd) throw executeFault('a parenthesis in the regular expression closes nothing');
    checkRepeats(root, MOST_REPEATS);
    return { root, groupNames: this.groupNames };
  }

  private choice(): RegexpNode {
    this.meter.depth(++this.depth);
    const branches = [this.sequence()];
    while (this.reader.take('|')) branches.push(this.sequence());
    this.depth--;
    const [first = EMPTY] = branches;
    return branches.length === 1 ? first : { kind: 'choice', branches };
  }

  private sequence(): RegexpNode {
    const parts: RegexpNode[] = [];
    let repeated = false;
    while (!this.reader.atEnd && !this.reader.sees('|') && !this.reader.sees(')')) {
      const again = this.repetition(parts, repeated);
      repeated = again;
      if (!again) this.atom(parts);
    }
    const [first = EMPTY] = parts;
    return parts.length > 1 ? { kind: 'sequence', parts } : first;
  }

  /** Reads an operator such as `*` and applies it to the last part; false when there is none here. */
  private repetition(parts: RegexpNode[], repeated: boolean): boolean {
    const bounds = this.reader.repetition(MOST_REPEATS);
    if (bounds === undefined) return false;
    const lazy = this.reader.take('?');
    if (repeated) throw executeFault('a repetition in the regular expression follows another one');
    const body = parts.pop();
    if (body === undefined) throw executeFault('a repetition in the regular expression has nothing to repeat');
    parts.push({ kind: 'repeat', body, ...bounds, greedy: lazy === this.flags.lazy });
    return true;
  }

  private atom(parts: RegexpNode[]): void {
    const { reader, flags } = this;
    if (reader.take('(')) this.parenthesis(parts);
    else if (reader.take('^')) parts.push(assertion(flags.multiLine ? 'lineStart' : 'textStart'));
    else if (reader.take('$')) parts.push(assertion(flags.multiLine ? 'lineEnd' : 'textEnd'));
    else if (reader.take('.')) parts.push(this.anyCharacter());
    else if (reader.take('[')) {
      this.meter.spend(CLASS_COST);
      parts.push({ kind: 'character', test: new ClassParser(reader, flags.fold).read() });
    } else if (reader.sees('\\')) this.escape(parts);
    else parts.push(this.literal(reader.next()));
  }

  private anyCharacter(): RegexpNode {
    return { kind: 'character', test: this.flags.dotAll ? () => true : (code) => code !== 10 };
  }

  private literal(code: number): RegexpNode {
    const { fold } = this.flags;
    if (!fold) return { kind: 'character', test: literalTest(code, false) };
    let test = this.literals.get(code);
    if (test === undefined) {
      this.meter.spend(CLASS_COST);
      test = literalTest(code, true);
      this.literals.set(code, test);
    }
    return { kind: 'character', test };
  }

  private escape(parts: RegexpNode[]): void {
    const { reader } = this;
    const letter = reader.ahead(1);
    const asserted = ESCAPED_ASSERTIONS[letter];
    if (asserted !== undefined) {
      reader.skip(2);
      parts.push(assertion(asserted));
    } else if (reader.take('\\Q')) {
      while (!reader.atEnd && !reader.take('\\E')) parts.push(this.literal(reader.next()));
    } else {
      const item = reader.unicodeClass() ?? this.perlEscape(letter);
      if (item === undefined) parts.push(this.literal(escapedCharacter(reader)));
      else {
        this.meter.spend(CLASS_COST);
        parts.push({ kind: 'character', test: classTest([item], false, this.flags.fold) });
      }
    }
  }

  private perlEscape(letter: string): ReturnType<typeof perlClass> {
    const item = perlClass(letter);
    if (item !== undefined) this.reader.skip(2);
    return item;
  }

  private parenthesis(parts: RegexpNode[]): void {
    const { reader, flags } = this;
    const name = reader.groupName();
    if (name !== undefined || !reader.take('?')) {
      const index = this.groupNames.push(name ?? '') - 1;
      const body = this.choice();
      this.close();
      parts.push({ kind: 'group', index, body });
      this.flags = flags;
      return;
    }
    const { changed, opens } = this.readFlags();
    this.flags = changed;
    if (!opens) return;
    parts.push(this.choice());
    this.close();
    this.flags = flags;
  }

  private close(): void {
    if (!this.reader.take(')')) throw executeFault('a parenthesis in the regular expression is not closed');
  }

  /** Flags after `(?`, up to `)`, or up to `:` where a group opens. */
  private readFlags(): { changed: Flags; opens: boolean } {
    const { on, off, opens } = this.reader.flags();
    const set = (letter: string, before: boolean): boolean =>
      off.includes(letter) ? false : on.includes(letter) ? true : before;
    const { fold, multiLine, dotAll, lazy } = this.flags;
    return {
      changed: {
        fold: set('i', fold),
        multiLine: set('m', multiLine),
        dotAll: set('s', dotAll),
        lazy: set('U', lazy),
      },
      opens,
    };
  }
}

function assertion(which: Assertion): RegexpNode {
  return { kind: 'assertion', assertion: which };
}

/** Counts of nested repetitions multiply; Go stops at 1000. */
function checkRepeats(node: RegexpNode, left: number): void {
  switch (node.kind) {
    case 'sequence':
      for (const part of node.parts) checkRepeats(part, left);
      return;
    case 'choice':
      for (const branch of node.branches) checkRepeats(branch, left);
      return;
    case 'group':
      checkRepeats(node.body, left);
      return;
    case 'repeat': {
      if (node.most === 0) return;
      const count = node.most === Infinity ? node.least : node.most;
      if (count > left) throw executeFault(`repetitions in the regular expression multiply to over ${MOST_REPEATS}`);
      checkRepeats(node.body, count > 0 ? Math.floor(left / count) : left);
      return;
    }
    default:
  }
}
