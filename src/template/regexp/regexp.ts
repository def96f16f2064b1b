import type { Meter } from '../meter.ts';
import { decodeRune } from '../values/utf8.ts';
import { expand } from './expand.ts';
import { Matcher, type Positions } from './matcher.ts';
import { compilePattern, type Program } from './program.ts';

/** Compiled patterns of one rendering; a pattern in a loop is compiled once. */
const compiled = new WeakMap<Meter, Map<string, Program>>();

/** A pattern in RE2's syntax, with the ways to use it that Go's regexp has. Patterns and texts are byte strings. */
export class GoRegexp {
  private readonly program: Program;

  /** Throws an execute fault for a pattern that Go refuses. */
  constructor(
    pattern: string,
    private readonly meter: Meter,
  ) {
    const known = compiled.get(meter) ?? new Map<string, Program>();
    compiled.set(meter, known);
    this.program = known.get(pattern) ?? compilePattern(pattern, meter);
    known.set(pattern, this.program);
  }

  matches(text: string): boolean {
    return this.matcher(text, 0).find(0) !== undefined;
  }

  /** The leftmost match; empty when there is none. */
  find(text: string): string {
    const [start = 0, end = 0] = this.matcher(text, 2).find(0) ?? [];
    return text.slice(start, end);
  }

  /** Matches that do not overlap, at most so many, all with a negative limit. An empty match right after a match does not count. */
  findAll(text: string, limit: number): (readonly [number, number])[] {
    return this.positions(text, limit, 2).map(([start = 0, end = 0]) => [start, end]);
  }

  /** All matches with their groups; a group that took no part is empty. */
  submatches(text: string): string[][] {
    const width = this.program.groupNames.length * 2;
    return this.positions(text, -1, width).map((found) =>
      Array.from({ length: width / 2 }, (_, group) => groupText(text, found, group)),
    );
  }

  private positions(text: string, limit: number, width: number): Positions[] {
    const matcher = this.matcher(text, width);
    const matches: Positions[] = [];
    let previousEnd = -1;
    for (let at = 0; (limit < 0 || matches.length < limit) && at <= text.length;) {
      const found = matcher.find(at);
      if (found === undefined) break;
      const [start = 0, end = 0] = found;
      const accepted = end !== at || start !== previousEnd;
      at = end === at ? at + widthAt(text, at) : end;
      previousEnd = end;
      if (accepted) matches.push(found);
      this.meter.items(matches.length > this.meter.limits.listItems ? Infinity : 1);
    }
    return matches;
  }

  /** Replaces each match; `$1` and `${name}` in the replacement stand for groups unless it is literal. */
  replaceAll(text: string, replacement: string, literal: boolean): string {
    const { groupNames } = this.program;
    const dollars = !literal && replacement.includes('$');
    const matcher = this.matcher(text, dollars ? groupNames.length * 2 : 2);
    const pieces: string[] = [];
    let size = 0;
    const write = (piece: string): void => {
      size += piece.length;
      this.meter.room(size > this.meter.limits.stringBytes ? Infinity : piece.length);
      pieces.push(piece);
    };
    let written = 0;
    for (let at = 0; at <= text.length;) {
      const found = matcher.find(at);
      if (found === undefined) break;
      const [start = 0, end = 0] = found;
      write(text.slice(written, start));
      if (end > written || start === 0) write(dollars ? this.expanded(replacement, text, found) : replacement);
      written = end;
      at = Math.max(at + widthAt(text, at), end);
    }
    write(text.slice(written));
    return pieces.join('');
  }

  /** The texts between matches; undefined is Go's nil. */
  split(text: string, limit: number, patternIsEmpty: boolean): string[] | undefined {
    if (limit === 0) return undefined;
    if (!patternIsEmpty && text === '') return [''];
    const parts: string[] = [];
    let begin = 0;
    let end = 0;
    for (const [start, stop] of this.findAll(text, limit)) {
      if (limit > 0 && parts.length === limit - 1) break;
      end = start;
      if (stop !== 0) parts.push(text.slice(begin, end));
      begin = stop;
    }
    if (end !== text.length) parts.push(text.slice(begin));
    return parts;
  }

  private expanded(replacement: string, text: string, found: Positions): string {
    this.meter.bytes(replacement.length);
    const matched = (index: number): boolean => (found[index * 2] ?? -1) >= 0;
    return expand(replacement, (name) => {
      // Groups may share a name; the first that took part counts.
      const index =
        typeof name === 'number'
          ? name
          : this.program.groupNames.findIndex((given, candidate) => given === name && matched(candidate));
      return groupText(text, found, index);
    });
  }

  private matcher(text: string, width: number): Matcher {
    return new Matcher(this.program, text, this.meter, width);
  }
}

/** Bytes of the character at a position, 1 at the end, so that a search always moves on. */
function widthAt(text: string, at: number): number {
  return at < text.length ? decodeRune(text, at).size : 1;
}

function groupText(text: string, found: Positions, group: number): string {
  const start = found[group * 2] ?? -1;
  return start < 0 ? '' : text.slice(start, found[group * 2 + 1]);
}
