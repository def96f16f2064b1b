import { TemplateFault } from '../fault.ts';
import { textOf } from '../format/print.ts';
import type { FunctionTable } from '../functions/signature.ts';
import type { Meter } from '../meter.ts';
import { readable } from '../values/characters.ts';
import { isTrue, typeOf } from '../values/kinds.ts';
import { GoInt, GoList, GoMap, goInt, type Slot } from '../values/value.ts';
import { Evaluator, Scope } from './evaluator.ts';
import type { BranchNode, ParsedTemplate, TemplateNode } from './nodes.ts';

/** How a list of nodes ended: at its end, or at a break or continue that its range has to obey. */
type Outcome = 'done' | 'break' | 'continue';

/** What one rendering needs. */
export interface Rendering {
  readonly name: string;
  readonly template: ParsedTemplate;
  readonly functions: FunctionTable;
  readonly meter: Meter;
}

/** Runs a parsed template over its data and returns the output as a byte string; throws TemplateFault. */
export function execute(rendering: Rendering, data: Slot): string {
  const executor = new Executor(rendering);
  executor.template(rendering.template.body, data);
  return executor.output();
}

class Executor {
  private readonly chunks: string[] = [];
  private size = 0;
  private depth = 0;
  private readonly evaluator: Evaluator;

  constructor(private readonly rendering: Rendering) {
    this.evaluator = new Evaluator(rendering.functions, rendering.meter);
  }

  output(): string {
    return this.chunks.join('');
  }

  template(body: readonly TemplateNode[], dot: Slot): void {
    this.list(body, dot, new Scope(dot));
  }

  private list(nodes: readonly TemplateNode[], dot: Slot, scope: Scope): Outcome {
    for (const node of nodes) {
      const outcome = this.node(node, dot, scope);
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  }

  private node(node: TemplateNode, dot: Slot, scope: Scope): Outcome {
    this.rendering.meter.spend(5);
    switch (node.kind) {
      case 'text':
        this.write(node.text);
        return 'done';
      case 'action': {
        const value = this.evaluator.pipeline(node.pipe, dot, scope);
        if (node.pipe.variables.length === 0) this.print(value, node.offset);
        return 'done';
      }
      case 'break':
      case 'continue':
        return node.kind;
      case 'template':
        this.invoke(node.name, node.offset, this.evaluator.optional(node.pipe, dot, scope));
        return 'done';
      case 'range':
        return this.range(node, dot, scope);
      case 'if':
      case 'with':
        return this.conditional(node, dot, scope);
    }
  }

  private write(text: string): void {
    const { meter } = this.rendering;
    this.size += text.length;
    if (this.size > meter.limits.outputBytes) {
      throw new TemplateFault('limit', `the output has more than ${meter.limits.outputBytes} bytes`);
    }
    meter.spend(text.length / 16);
    this.chunks.push(text);
  }

  private print(value: Slot, offset: number): void {
    try {
      this.write(value === undefined ? '<no value>' : textOf(value, this.rendering.meter));
    } catch (error) {
      throw error instanceof TemplateFault ? error.at(offset) : error;
    }
  }

  private conditional(node: BranchNode, dot: Slot, scope: Scope): Outcome {
    return scope.block(() => {
      const value = this.evaluator.pipeline(node.pipe, dot, scope);
      if (isTrue(value)) return this.list(node.body, node.kind === 'with' ? value : dot, scope);
      return node.otherwise === undefined ? 'done' : this.list(node.otherwise, dot, scope);
    });
  }

  private invoke(name: string, offset: number, dot: Slot): void {
    const { rendering } = this;
    const body =
      rendering.template.definitions.get(name) ?? (name === rendering.name ? rendering.template.body : undefined);
    if (body === undefined) {
      throw new TemplateFault('execute', `there is no template named ${readable(name)}`, offset);
    }
    if (++this.depth > rendering.meter.limits.depth) {
      throw new TemplateFault(
        'limit',
        `templates call each other more than ${rendering.meter.limits.depth} levels deep`,
        offset,
      );
    }
    this.template(body, dot);
    this.depth--;
  }

  private range(node: BranchNode, dot: Slot, scope: Scope): Outcome {
    return scope.block(() => {
      const value = this.evaluator.pipeline(node.pipe, dot, scope);
      let passes = 0;
      for (const [index, element] of this.elements(value, node)) {
        passes++;
        this.rendering.meter.spend(12);
        this.assign(node, index, element, scope);
        const outcome = scope.block(() => this.list(node.body, element, scope));
        if (outcome === 'break') break;
      }
      if (passes > 0 || node.otherwise === undefined) return 'done';
      return this.list(node.otherwise, dot, scope);
    });
  }

  private *elements(value: Slot, node: BranchNode): Generator<readonly [Slot, Slot]> {
    if (value instanceof GoList) {
      for (let i = 0; i < value.items.length; i++) yield [goInt(i), value.items[i]];
    } else if (value instanceof GoMap) {
      const keys = value.sortedKeys();
      this.rendering.meter.items(keys.length);
      // Go sorts a copy first, so that changes made in the body are not seen.
      const entries = keys.map((key) => [key, value.entries.get(key)] as const);
      yield* entries;
    } else if (value instanceof GoInt) {
      if (node.pipe.variables.length > 1) {
        throw new TemplateFault('execute', 'a range over a number has one variable only', node.offset);
      }
      for (let i = 0n; i < value.value; i++) yield [undefined, new GoInt(value.type, i)];
    } else if (value !== undefined) {
      throw new TemplateFault('execute', `a ${typeOf(value)} has no elements to range over`, node.offset);
    }
  }

  private assign(node: BranchNode, index: Slot, element: Slot, scope: Scope): void {
    const { variables, assign } = node.pipe;
    const [first, second] = variables;
    if (first === undefined) return;
    const pairs =
      second === undefined ? [[first, element] as const] : [[first, index] as const, [second, element] as const];
    pairs.forEach(([name, value], i) => {
      if (assign) scope.set(name, value);
      else scope.setFromTop(pairs.length - i, value);
    });
  }
}
