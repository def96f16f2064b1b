import { TemplateFault } from '../fault.ts';
import type { TemplateLimits } from '../limits.ts';
import { trimSpace } from '../values/characters.ts';
import { ExpressionParser, type FunctionCheck } from './expressions.ts';
import { tokenize } from './lexer.ts';
import { unquote } from './literals.ts';
import type { BranchNode, ParsedTemplate, PipeNode, TemplateNode } from './nodes.ts';
import type { Token } from './tokens.ts';

type Ending = 'end' | 'else';

/**
 * Parses a template given as a byte string. `check` is asked for each function name and throws for one that does not exist
 * or is refused. Throws a parse fault with the offset, or a limit fault.
 */
export function parseTemplate(source: string, check: FunctionCheck, limits: TemplateLimits): ParsedTemplate {
  if (source.length > limits.templateBytes) {
    throw new TemplateFault('limit', `the template has more than ${limits.templateBytes} bytes`);
  }
  return new Parser(source, check, limits).parse();
}

class Parser {
  private readonly definitions = new Map<string, readonly TemplateNode[]>();
  private readonly expressions: ExpressionParser;
  private rangeDepth = 0;
  private depth = 0;

  constructor(
    private readonly source: string,
    check: FunctionCheck,
    private readonly limits: TemplateLimits,
  ) {
    this.expressions = new ExpressionParser(tokenize(source), check, limits.depth);
  }

  parse(): ParsedTemplate {
    const body: TemplateNode[] = [];
    const tokens = this.expressions;
    while (tokens.peek().kind !== 'eof') {
      if (tokens.peek().kind === 'leftDelim' && tokens.peekAfterSpace(1).kind === 'define') {
        this.definition();
        continue;
      }
      const node = this.textOrAction();
      if (typeof node === 'string') throw this.unexpected(tokens.last(), 'the template');
      body.push(node);
    }
    return { source: this.source, body, definitions: this.definitions };
  }

  private definition(): void {
    const tokens = this.expressions;
    tokens.nextNonSpace();
    tokens.nextNonSpace();
    const name = this.templateName(tokens.nextNonSpace());
    tokens.expect('rightDelim', 'define');
    this.define(name, tokens.last().offset);
  }

  /** Reads the body of a definition, which sees no variable of its surroundings, up to its end. */
  private define(name: string, offset: number): void {
    const outerRange = this.rangeDepth;
    this.rangeDepth = 0;
    const { body, ending } = this.expressions.withFreshVariables(() => this.list());
    this.rangeDepth = outerRange;
    if (ending !== 'end') throw this.unexpected(this.expressions.last(), 'a definition');
    const present = this.definitions.get(name);
    if (present === undefined || isBlank(present)) this.definitions.set(name, body);
    else if (!isBlank(body)) throw new TemplateFault('parse', 'a template is defined twice', offset);
  }

  private list(): { body: TemplateNode[]; ending: Ending } {
    if (++this.depth > this.limits.depth) {
      throw new TemplateFault(
        'limit',
        `nested deeper than ${this.limits.depth} levels`,
        this.expressions.peek().offset,
      );
    }
    const body: TemplateNode[] = [];
    while (this.expressions.peekNonSpace().kind !== 'eof') {
      const node = this.textOrAction();
      if (typeof node === 'string') {
        this.depth--;
        return { body, ending: node };
      }
      body.push(node);
    }
    throw new TemplateFault('parse', 'an {{ end }} is missing', this.expressions.peek().offset);
  }

  private textOrAction(): TemplateNode | Ending {
    const token = this.expressions.nextNonSpace();
    if (token.kind === 'text') return { kind: 'text', offset: token.offset, text: token.text };
    if (token.kind === 'leftDelim') return this.action();
    throw this.unexpected(token, 'the template');
  }

  private action(): TemplateNode | Ending {
    const tokens = this.expressions;
    const token = tokens.peekNonSpace();
    const { kind, offset } = token;
    switch (kind) {
      case 'if':
      case 'with':
      case 'range':
        tokens.nextNonSpace();
        return this.branch(kind, offset);
      case 'break':
      case 'continue':
        tokens.nextNonSpace();
        tokens.expect('rightDelim', kind);
        if (this.rangeDepth === 0) throw new TemplateFault('parse', `{{ ${kind} }} outside of a range`, offset);
        return { kind, offset };
      case 'block':
      case 'template':
        tokens.nextNonSpace();
        return this.invocation(kind);
      case 'else':
        tokens.nextNonSpace();
        if (!['if', 'with'].includes(tokens.peekNonSpace().kind)) tokens.expect('rightDelim', 'else');
        return 'else';
      case 'end':
        tokens.nextNonSpace();
        tokens.expect('rightDelim', 'end');
        return 'end';
      default:
        return { kind: 'action', offset, pipe: tokens.pipeline('command', 'rightDelim') };
    }
  }

  private branch(kind: BranchNode['kind'], offset: number): BranchNode {
    return this.expressions.withScope(() => {
      const tokens = this.expressions;
      const pipe = tokens.pipeline(kind, 'rightDelim');
      if (kind === 'range') this.rangeDepth++;
      const { body, ending } = this.list();
      if (kind === 'range') this.rangeDepth--;
      const otherwise = ending === 'else' ? this.otherwise(kind) : undefined;
      return { kind, offset, pipe, body, otherwise };
    });
  }

  private otherwise(kind: BranchNode['kind']): readonly TemplateNode[] {
    const tokens = this.expressions;
    const next = tokens.peekNonSpace();
    if (kind !== 'range' && next.kind === kind) {
      tokens.nextNonSpace();
      if (++this.depth > this.limits.depth) {
        throw new TemplateFault('limit', `nested deeper than ${this.limits.depth} levels`, next.offset);
      }
      const chained = this.branch(kind, next.offset);
      this.depth--;
      return [chained];
    }
    const { body, ending } = this.list();
    if (ending !== 'end') throw this.unexpected(tokens.last(), 'else');
    return body;
  }

  private invocation(kind: 'block' | 'template'): TemplateNode {
    const tokens = this.expressions;
    const token = tokens.nextNonSpace();
    const name = this.templateName(token);
    let pipe: PipeNode | undefined;
    if (kind === 'template' && tokens.peekNonSpace().kind === 'rightDelim') tokens.nextNonSpace();
    else pipe = tokens.pipeline(kind, 'rightDelim');
    if (kind === 'block') this.define(name, token.offset);
    return { kind: 'template', offset: token.offset, name, pipe };
  }

  private templateName(token: Token): string {
    if (token.kind !== 'string' && token.kind !== 'rawString') throw this.unexpected(token, 'the name of a template');
    return unquote(token.text, token.offset);
  }

  private unexpected(token: Token, context: string): TemplateFault {
    return new TemplateFault('parse', `unexpected ${token.kind} in ${context}`, token.offset);
  }
}

/** True for a body that only holds white space; such a definition gives way to a later one. */
function isBlank(body: readonly TemplateNode[]): boolean {
  return body.every((node) => node.kind === 'text' && trimSpace(node.text) === '');
}
