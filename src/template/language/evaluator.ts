import { TemplateFault, executeFault } from '../fault.ts';
import type { FunctionTable } from '../functions/signature.ts';
import type { Meter } from '../meter.ts';
import { readable } from '../values/characters.ts';
import { isTrue } from '../values/kinds.ts';
import { GoList, type GoFunction, type ParameterName, type Slot } from '../values/value.ts';
import { checkArgument, literalArgument } from './arguments.ts';
import { select } from './fields.ts';
import type { CommandNode, OperandNode, PipeNode } from './nodes.ts';

/** The variables of one template invocation, as a stack: an inner one hides an outer one of the same name. */
export class Scope {
  private readonly stack: { name: string; value: Slot }[];

  constructor(dot: Slot) {
    this.stack = [{ name: '$', value: dot }];
  }

  /** Runs something and forgets the variables that it declared. */
  block<Result>(run: () => Result): Result {
    const mark = this.stack.length;
    const result = run();
    this.stack.length = mark;
    return result;
  }

  push(name: string, value: Slot): void {
    this.stack.push({ name, value });
  }

  get(name: string): Slot {
    return this.find(name).value;
  }

  set(name: string, value: Slot): void {
    this.find(name).value = value;
  }

  /** A variable that the parser saw may have been declared in a branch that was not taken. */
  private find(name: string): { value: Slot } {
    const variable = this.stack.findLast((candidate) => candidate.name === name);
    if (variable === undefined) throw executeFault(`the variable ${readable(name)} is not defined here`);
    return variable;
  }

  /** Sets the n-th variable from the top; the range declares its own before the first pass. */
  setFromTop(position: number, value: Slot): void {
    const variable = this.stack.at(-position);
    if (variable !== undefined) variable.value = value;
  }
}

/** The value handed on by a pipeline to its next stage; absent in the first. */
interface Handed {
  readonly value: Slot;
}

/** Evaluates pipelines, commands and operands. */
export class Evaluator {
  constructor(
    private readonly functions: FunctionTable,
    private readonly meter: Meter,
  ) {}

  optional(pipe: PipeNode | undefined, dot: Slot, scope: Scope): Slot {
    return pipe === undefined ? undefined : this.pipeline(pipe, dot, scope);
  }

  pipeline(pipe: PipeNode, dot: Slot, scope: Scope): Slot {
    let handed: Handed | undefined;
    for (const command of pipe.commands) {
      // A nil interface that comes out of a pipeline is no value at all.
      handed = { value: this.command(command, dot, scope, handed) ?? undefined };
    }
    for (const name of pipe.variables) {
      if (pipe.assign) scope.set(name, handed?.value);
      else scope.push(name, handed?.value);
    }
    return handed?.value;
  }

  private command(command: CommandNode, dot: Slot, scope: Scope, handed: Handed | undefined): Slot {
    this.meter.spend(5);
    const [first, ...args] = command.args;
    const call = { args, dot, scope, handed };
    switch (first.kind) {
      case 'field':
        return this.path(dot, first.path, first.offset, call);
      case 'chain':
        return this.path(this.operand(first.base, dot, scope), first.path, first.offset, call);
      case 'variable':
        if (first.path.length > 0) return this.path(scope.get(first.name), first.path, first.offset, call);
        break;
      case 'identifier':
        return this.named(first.name, first.offset, call);
      default:
    }
    if (args.length > 0 || handed !== undefined) {
      throw new TemplateFault('execute', 'an argument is given to something that is no function', first.offset);
    }
    if (first.kind === 'nil') throw new TemplateFault('execute', 'nil is not a command', first.offset);
    return this.operand(first, dot, scope);
  }

  /** The value of an operand without arguments. */
  private operand(node: OperandNode, dot: Slot, scope: Scope, type: ParameterName = 'value'): Slot {
    this.meter.spend(5);
    const call = { args: [], dot, scope, handed: undefined };
    switch (node.kind) {
      case 'dot':
        return dot;
      case 'field':
        return this.path(dot, node.path, node.offset, call);
      case 'variable':
        return this.path(scope.get(node.name), node.path, node.offset, call);
      case 'pipe':
        return this.pipeline(node, dot, scope);
      case 'identifier':
        return this.named(node.name, node.offset, call);
      case 'chain':
        return this.path(this.operand(node.base, dot, scope), node.path, node.offset, call);
      default:
        return literalArgument(node, type);
    }
  }

  private path(start: Slot, path: readonly string[], offset: number, call: Call): Slot {
    let value = start;
    path.forEach((name, i) => {
      const selected = select(value, name, offset);
      const last = i === path.length - 1;
      if ('method' in selected) {
        value = this.invoke(selected.method, name, offset, last ? call : { ...call, args: [], handed: undefined });
        return;
      }
      if (last && value !== undefined && (call.args.length > 0 || call.handed !== undefined)) {
        throw new TemplateFault('execute', `${name} is given arguments but is no function`, offset);
      }
      value = selected.value;
    });
    return value;
  }

  private named(name: string, offset: number, call: Call): Slot {
    const body = this.functions[name];
    if (body === undefined) throw new TemplateFault('execute', `there is no function ${name}`, offset);
    if (name === 'and' || name === 'or') return this.shortCircuit(name, offset, call);
    return this.invoke(body, name, offset, call);
  }

  /** `and` and `or` stop at the argument that decides, and do not evaluate the others. */
  private shortCircuit(name: 'and' | 'or', offset: number, call: Call): Slot {
    const { args, dot, scope, handed } = call;
    if (args.length === 0 && handed === undefined) throw wrongCount(name, offset);
    let value: Slot;
    for (const arg of args) {
      value = this.operand(arg, dot, scope);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return handed === undefined ? value : handed.value;
  }

  private invoke(body: GoFunction, name: string, offset: number, call: Call): Slot {
    const count = call.args.length + (call.handed === undefined ? 0 : 1);
    const { parameters, rest } = body;
    if (rest === undefined ? count !== parameters.length : count < parameters.length) throw wrongCount(name, offset);
    const values = call.args.map((arg, i) => {
      const type = parameters[i] ?? rest ?? 'value';
      return checkArgument(this.operand(arg, call.dot, call.scope, type), type, arg.offset);
    });
    if (call.handed !== undefined) {
      values.push(checkArgument(call.handed.value, parameters[count - 1] ?? rest ?? 'value', offset));
    }
    try {
      this.meter.spend(10);
      for (const value of values) this.charge(value);
      const result = body.call(this.meter, values);
      this.charge(result);
      return result;
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      const { phase, message } = error;
      throw new TemplateFault(phase, phase === 'execute' ? `${name}: ${message}` : message, error.offset ?? offset);
    }
  }

  /** Every function is taken to touch all bytes and elements that go in and out of it. */
  private charge(value: Slot): void {
    if (typeof value === 'string') this.meter.room(value.length);
    else if (value instanceof GoList) this.meter.items(value.items.length);
  }
}

interface Call {
  readonly args: readonly OperandNode[];
  readonly dot: Slot;
  readonly scope: Scope;
  readonly handed: Handed | undefined;
}

function wrongCount(name: string, offset: number): TemplateFault {
  return new TemplateFault('execute', `wrong number of arguments for ${name}`, offset);
}
