import type { Meter } from '../meter.ts';
import { decodeRune } from '../values/utf8.ts';
import type { Assertion } from './nodes.ts';
import type { Program } from './program.ts';

/** Positions of the whole match and of each group, in pairs; -1 for a group that took no part. */
export type Positions = readonly number[];

/** Threads of one position, in the order of their preference. */
class Threads {
  readonly steps: number[] = [];
  readonly slots: (readonly number[])[] = [];
  private readonly seen: Uint32Array;
  private round = 1;

  constructor(size: number) {
    this.seen = new Uint32Array(size);
  }

  clear(): void {
    this.steps.length = 0;
    this.slots.length = 0;
    this.round += 1;
  }

  /** True the first time that a step is reached at this position. */
  enter(step: number): boolean {
    if (this.seen[step] === this.round) return false;
    this.seen[step] = this.round;
    return true;
  }
}

/**
 * Finds matches as RE2 does: all threads advance together over the text, so time is at most steps of the pattern times bytes of
 * the text, whatever the pattern. Each step that is looked at is paid for.
 */
export class Matcher {
  private current: Threads;
  private following: Threads;
  private spent = 0;
  // Two stacks instead of one of pairs: this is the innermost loop.
  private readonly pendingSteps: number[] = [];
  private readonly pendingSlots: (readonly number[])[] = [];

  constructor(
    private readonly program: Program,
    private readonly text: string,
    private readonly meter: Meter,
    /** How many positions are wanted: 2 for the whole match only. */
    private readonly width: number,
  ) {
    meter.spend(program.steps.length / 8);
    this.current = new Threads(program.steps.length);
    this.following = new Threads(program.steps.length);
  }

  /** The leftmost match at or after a position; among those that start there, the one that the pattern prefers. */
  find(from: number): Positions | undefined {
    const { program, text } = this;
    let found: Positions | undefined;
    this.current.clear();
    for (let at = from; ;) {
      if (this.current.steps.length === 0) {
        if (found !== undefined || (program.anchored && at > 0)) break;
        at = this.candidate(at);
        if (at < 0) break;
      }
      if (found === undefined && !(program.anchored && at > 0)) this.add(this.current, 0, [], at);
      const { code, size } = at < text.length ? decodeRune(text, at) : { code: -1, size: 1 };
      found = this.advance(code, at + size) ?? found;
      [this.current, this.following] = [this.following, this.current];
      this.pay();
      if (at >= text.length) break;
      at += size;
    }
    this.pay();
    return found;
  }

  /** Skips to where a match can begin; -1 when there is no such place. */
  private candidate(from: number): number {
    const { starts } = this.program;
    if (starts === undefined) return from;
    const { text } = this;
    let at = from;
    while (at < text.length && starts[text.charCodeAt(at)] !== 1) at++;
    this.spent += (at - from) / 8;
    return at < text.length ? at : -1;
  }

  private pay(): void {
    this.meter.spend(this.spent);
    this.spent = 0;
  }

  /** Moves each thread over one character; a match ends all threads that are less preferred. */
  private advance(code: number, after: number): Positions | undefined {
    const { current, following, program } = this;
    following.clear();
    for (let i = 0; i < current.steps.length; i++) {
      this.spent += 1;
      const instruction = program.steps[current.steps[i] ?? 0];
      const slots = current.slots[i] ?? [];
      if (instruction?.kind === 'match') return slots;
      if (instruction?.kind === 'character' && code >= 0 && instruction.test(code)) {
        this.add(following, instruction.next, slots, after);
      }
    }
    return undefined;
  }

  /** Follows all steps that take no character, the preferred one first. */
  private add(threads: Threads, first: number, given: readonly number[], at: number): void {
    const { pendingSteps, pendingSlots, program } = this;
    this.push(first, given);
    for (let step = pendingSteps.pop(); step !== undefined; step = pendingSteps.pop()) {
      this.spent += 1;
      const slots = pendingSlots.pop() ?? [];
      const instruction = program.steps[step];
      if (instruction === undefined || !threads.enter(step)) continue;
      switch (instruction.kind) {
        case 'jump':
          this.push(instruction.next, slots);
          break;
        case 'fork':
          this.push(instruction.other, slots);
          this.push(instruction.next, slots);
          break;
        case 'save':
          this.push(instruction.next, this.saved(slots, instruction.slot, at));
          break;
        case 'assertion':
          if (this.holds(instruction.assertion, at)) this.push(instruction.next, slots);
          break;
        default:
          threads.steps.push(step);
          threads.slots.push(slots);
      }
    }
  }

  private push(step: number, slots: readonly number[]): void {
    this.pendingSteps.push(step);
    this.pendingSlots.push(slots);
  }

  private saved(slots: readonly number[], slot: number, at: number): readonly number[] {
    if (slot >= this.width) return slots;
    this.spent += this.width / 8;
    const copy = slots.length === 0 ? Array.from({ length: this.width }, () => -1) : [...slots];
    copy[slot] = at;
    return copy;
  }

  private holds(assertion: Assertion, at: number): boolean {
    const { text } = this;
    switch (assertion) {
      case 'textStart':
        return at === 0;
      case 'textEnd':
        return at === text.length;
      case 'lineStart':
        return at === 0 || text[at - 1] === '\n';
      case 'lineEnd':
        return at === text.length || text[at] === '\n';
      case 'wordBoundary':
        return this.isWord(at - 1) !== this.isWord(at);
      case 'noWordBoundary':
        return this.isWord(at - 1) === this.isWord(at);
    }
  }

  private isWord(at: number): boolean {
    return /^\w$/.test(this.text[at] ?? '');
  }
}
