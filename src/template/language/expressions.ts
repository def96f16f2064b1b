import { TemplateFault } from '../fault.ts';
import { readable } from '../values/characters.ts';
import { unquote } from './literals.ts';
import type { CommandNode, OperandNode, PipeNode } from './nodes.ts';
import { numberNode } from './numbers.ts';
import type { Token, TokenKind } from './tokens.ts';

/** Throws a parse fault when a template may not call the function. */
export type FunctionCheck = (name: string, offset: number) => void;

const OPERANDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);
const CONSTANTS: ReadonlySet<OperandNode['kind']> = new Set<OperandNode['kind']>([
  'bool',
  'dot',
  'nil',
  'number',
  'string',
]);

/** Parses pipelines, commands and operands from a list of tokens, and knows which variables are in sight. */
export class ExpressionParser {
  private at = 0;
  private variables: string[] = ['$'];
  private parens = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly check: FunctionCheck,
    private readonly maxDepth: number,
  ) {}

  peek(): Token {
    return this.tokenAt(this.at);
  }

  last(): Token {
    return this.tokenAt(this.at - 1);
  }

  /** The first token that is no space, looked at from so many tokens ahead. */
  peekAfterSpace(ahead: number): Token {
    let at = this.at + ahead;
    while (this.tokenAt(at).kind === 'space') at++;
    return this.tokenAt(at);
  }

  peekNonSpace(): Token {
    while (this.peek().kind === 'space') this.at++;
    return this.peek();
  }

  nextNonSpace(): Token {
    const token = this.peekNonSpace();
    this.at++;
    return token;
  }

  expect(kind: TokenKind, context: string): void {
    const token = this.nextNonSpace();
    if (token.kind !== kind) throw unexpected(token, context);
  }

  /** Variables that `parse` declares are forgotten afterwards. */
  withScope<Result>(parse: () => Result): Result {
    const mark = this.variables.length;
    const result = parse();
    this.variables.length = mark;
    return result;
  }

  /** A definition starts with `$` only. */
  withFreshVariables<Result>(parse: () => Result): Result {
    const outer = this.variables;
    this.variables = ['$'];
    const result = parse();
    this.variables = outer;
    return result;
  }

  pipeline(context: string, end: 'rightDelim' | 'rightParen'): PipeNode {
    const { offset } = this.peekNonSpace();
    const { assign, variables } = this.declarations(context);
    const commands: CommandNode[] = [];
    for (let token = this.peekNonSpace(); token.kind !== end; token = this.peekNonSpace()) {
      if (!OPERANDS.has(token.kind)) throw unexpected(token, context);
      commands.push(this.command());
    }
    this.at++;
    if (commands.length === 0) throw new TemplateFault('parse', `a value is missing for ${context}`, offset);
    for (const command of commands.slice(1)) {
      if (CONSTANTS.has(command.args[0].kind)) {
        throw new TemplateFault('parse', 'a constant cannot take the value of a pipeline', command.offset);
      }
    }
    return { kind: 'pipe', offset, assign, variables, commands };
  }

  private declarations(context: string): { assign: boolean; variables: string[] } {
    const variables: string[] = [];
    for (let token = this.peekNonSpace(); token.kind === 'variable'; token = this.peekNonSpace()) {
      const next = this.peekAfterSpace(1);
      const comma = next.kind === 'char' && next.text === ',';
      if (next.kind !== 'assign' && next.kind !== 'declare' && !comma) break;
      this.nextNonSpace();
      this.nextNonSpace();
      variables.push(token.text);
      this.variables.push(token.text);
      if (!comma) return { assign: next.kind === 'assign', variables };
      if (context !== 'range' || variables.length > 1) {
        throw new TemplateFault('parse', `too many variables in ${context}`, token.offset);
      }
      if (!['variable', 'rightDelim', 'rightParen'].includes(this.peekNonSpace().kind)) {
        throw new TemplateFault('parse', 'a range can only declare variables', token.offset);
      }
    }
    return { assign: false, variables };
  }

  private command(): CommandNode {
    const { offset } = this.peekNonSpace();
    const args: OperandNode[] = [];
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const token = this.peek();
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') break;
      this.at++;
      if (token.kind === 'pipe') break;
      if (token.kind !== 'space') throw unexpected(token, 'an operand');
    }
    const [first, ...rest] = args;
    if (first === undefined) throw new TemplateFault('parse', 'an empty command', offset);
    return { offset, args: [first, ...rest] };
  }

  private operand(): OperandNode | undefined {
    const term = this.term();
    if (term === undefined || this.peek().kind !== 'field') return term;
    const { offset } = this.peek();
    const path: string[] = [];
    for (; this.peek().kind === 'field'; this.at++) path.push(this.peek().text.slice(1));
    if (term.kind === 'field') return { kind: 'field', offset, path: [...term.path, ...path] };
    if (term.kind === 'variable') return { ...term, path: [...term.path, ...path] };
    if (CONSTANTS.has(term.kind)) throw new TemplateFault('parse', 'a constant has no fields', offset);
    return { kind: 'chain', offset, base: term, path };
  }

  private term(): OperandNode | undefined {
    const token = this.peekNonSpace();
    const { offset, text } = token;
    if (!OPERANDS.has(token.kind)) return undefined;
    this.at++;
    switch (token.kind) {
      case 'identifier':
        this.check(text, offset);
        return { kind: 'identifier', offset, name: text };
      case 'dot':
      case 'nil':
        return { kind: token.kind, offset };
      case 'variable':
        if (!this.variables.includes(text)) {
          throw new TemplateFault('parse', `the variable ${readable(text)} is not defined`, offset);
        }
        return { kind: 'variable', offset, name: text, path: [] };
      case 'field':
        return { kind: 'field', offset, path: [text.slice(1)] };
      case 'bool':
        return { kind: 'bool', offset, value: text === 'true' };
      case 'string':
      case 'rawString':
        return { kind: 'string', offset, value: unquote(text, offset) };
      case 'leftParen':
        return this.parenthesis(offset);
      default:
        return numberNode(token);
    }
  }

  private parenthesis(offset: number): OperandNode {
    if (++this.parens > this.maxDepth) {
      throw new TemplateFault('limit', `parentheses nested deeper than ${this.maxDepth} levels`, offset);
    }
    const pipe = this.pipeline('parenthesis', 'rightParen');
    this.parens--;
    return pipe;
  }

  private tokenAt(at: number): Token {
    const token = this.tokens[Math.min(at, this.tokens.length - 1)];
    if (token === undefined) throw new TemplateFault('parse', 'the template is empty', 0);
    return token;
  }
}

function unexpected(token: Token, context: string): TemplateFault {
  return new TemplateFault('parse', `unexpected ${token.kind} in ${context}`, token.offset);
}
