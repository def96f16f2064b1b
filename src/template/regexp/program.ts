import { TemplateFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import type { Assertion, CharacterTest, RegexpNode } from './nodes.ts';
import { parsePattern } from './parser.ts';

/** One step of a compiled pattern. `fork` prefers `next` to `other`. */
export type Instruction =
  | { readonly kind: 'character'; readonly test: CharacterTest; readonly next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'save'; readonly slot: number; readonly next: number }
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'jump'; next: number }
  | { readonly kind: 'match' };

/** A compiled pattern. */
export interface Program {
  readonly steps: readonly Instruction[];
  readonly groupNames: readonly string[];
  /** The pattern can only match at the start of the text. */
  readonly anchored: boolean;
  /** Per byte, 1 when a match can start with it; undefined when a match can be empty or depends on what is around. */
  readonly starts: Uint8Array | undefined;
}

/** More would be a pattern that a person did not write. */
const MOST_STEPS = 20_000;
/** What looking for the bytes of a start costs at most. */
const START_COST = 200;
/** Ways to start that are looked at; with more of them a table would hardly help. */
const MOST_STARTS = 8;

/** Parses and compiles a pattern; throws an execute fault for what Go refuses, a limit fault for one that is too large. */
export function compilePattern(pattern: string, meter: Meter): Program {
  const { root, groupNames } = parsePattern(pattern, meter);
  const compiler = new Compiler(meter);
  compiler.emit({ kind: 'group', index: 0, body: root });
  compiler.push({ kind: 'match' });
  meter.spend(START_COST);
  return { steps: compiler.steps, groupNames, anchored: isAnchored(root), starts: startsOf(compiler.steps) };
}

class Compiler {
  readonly steps: Instruction[] = [];

  constructor(private readonly meter: Meter) {}

  push<Step extends Instruction>(step: Step): Step {
    this.meter.spend(2);
    if (this.steps.push(step) > MOST_STEPS) {
      throw new TemplateFault('limit', `the regular expression has more than ${MOST_STEPS} steps`);
    }
    return step;
  }

  /** Writes the steps of a node; they lead on to what is written after them. */
  emit(node: RegexpNode): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'character':
        this.push({ kind: 'character', test: node.test, next: this.steps.length + 1 });
        return;
      case 'assertion':
        this.push({ kind: 'assertion', assertion: node.assertion, next: this.steps.length + 1 });
        return;
      case 'group':
        this.push({ kind: 'save', slot: node.index * 2, next: this.steps.length + 1 });
        this.emit(node.body);
        this.push({ kind: 'save', slot: node.index * 2 + 1, next: this.steps.length + 1 });
        return;
      case 'sequence':
        for (const part of node.parts) this.emit(part);
        return;
      case 'choice':
        this.choice(node.branches);
        return;
      case 'repeat':
        this.repeat(node.body, node.least, node.most, node.greedy);
    }
  }

  private choice(branches: readonly RegexpNode[]): void {
    const ends = branches.slice(0, -1).map((branch) => {
      const fork = this.fork(true);
      this.emit(branch);
      const end = this.push({ kind: 'jump', next: 0 });
      fork.leave(this.steps.length);
      return end;
    });
    const last = branches.at(-1);
    if (last !== undefined) this.emit(last);
    for (const end of ends) end.next = this.steps.length;
  }

  /** A fork that enters what is written next; when not greedy, leaving is preferred. */
  private fork(greedy: boolean): { leave: (target: number) => void } {
    const step = this.push({ kind: 'fork', next: this.steps.length + 1, other: this.steps.length + 1 });
    return {
      leave: (target) => {
        if (greedy) step.other = target;
        else step.next = target;
      },
    };
  }

  private repeat(body: RegexpNode, least: number, most: number, greedy: boolean): void {
    if (body.kind === 'empty' || most === 0) return;
    if (most === Infinity) {
      for (let copy = 1; copy < least; copy += 1) this.emit(body);
      if (least > 0) this.plus(body, greedy);
      else this.star(body, greedy);
      return;
    }
    for (let copy = 0; copy < least; copy += 1) this.emit(body);
    const forks = Array.from({ length: most - least }, () => {
      const fork = this.fork(greedy);
      this.emit(body);
      return fork;
    });
    for (const fork of forks) fork.leave(this.steps.length);
  }

  private plus(body: RegexpNode, greedy: boolean): void {
    const start = this.steps.length;
    this.emit(body);
    const end = this.steps.length + 1;
    this.push(greedy ? { kind: 'fork', next: start, other: end } : { kind: 'fork', next: end, other: start });
  }

  private star(body: RegexpNode, greedy: boolean): void {
    // What can match nothing is taken at most once before the loop looks for more; else its choices would lose their order.
    const fork = this.fork(greedy);
    if (canBeEmpty(body)) this.plus(body, greedy);
    else {
      const start = this.steps.length - 1;
      this.emit(body);
      this.push({ kind: 'jump', next: start });
    }
    fork.leave(this.steps.length);
  }
}

function canBeEmpty(node: RegexpNode): boolean {
  switch (node.kind) {
    case 'character':
      return false;
    case 'sequence':
      return node.parts.every(canBeEmpty);
    case 'choice':
      return node.branches.some(canBeEmpty);
    case 'repeat':
      return node.least === 0 || canBeEmpty(node.body);
    default:
      return true;
  }
}

function isAnchored(node: RegexpNode): boolean {
  if (node.kind === 'assertion') return node.assertion === 'textStart';
  if (node.kind === 'group') return isAnchored(node.body);
  return node.kind === 'sequence' && node.parts[0] !== undefined && isAnchored(node.parts[0]);
}

function startsOf(steps: readonly Instruction[]): Uint8Array | undefined {
  const tests: CharacterTest[] = [];
  const pending = [0];
  for (let looked = 0; pending.length > 0; looked += 1) {
    const step = steps[pending.pop() ?? 0];
    if (step === undefined || step.kind === 'match' || step.kind === 'assertion' || looked > MOST_STARTS)
      return undefined;
    if (step.kind === 'character') tests.push(step.test);
    else pending.push(step.next);
    if (step.kind === 'fork') pending.push(step.other);
  }
  const anyTest = (byte: number): boolean => tests.some((test) => test(byte));
  // Bytes from 128 on belong to longer characters, which are not looked at here.
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte > 0x7f || anyTest(byte) ? 1 : 0));
}
