import { Expressions, type ExpressionType } from './expressions.ts';
import { Random } from './random.ts';

const TEXTS: readonly string[] = ['', ' ', 'text', '\n', ' \n ', 'a: ', '}}', '{ ', 'ž', '\t'];
const PUNCTUATION = '{}().|:=,"\'`$ -/*\n%'.split('');

/** The secrets that the templates are rendered over. */
export const SECRETS = {
  A: { value: 'alpha beta', secretPath: '/' },
  B: { value: 'ž,1;2', secretPath: '/deep/er' },
  EMPTY: { value: '', secretPath: '/' },
};

/** A template that follows from a seed: every construct of the language, and in one of ten something broken on purpose. */
export function templateOf(seed: number): string {
  const random = new Random(seed);
  const template = new Templates(random).make();
  return random.chance(10) ? broken(random, template) : template;
}

/** A character is dropped, doubled or put in. */
function broken(random: Random, template: string): string {
  let text = template;
  for (let edits = 1 + random.below(2); edits > 0; edits--) {
    const at = random.below(text.length + 1);
    const put = random.pick(['', text.slice(at, at + 1), random.pick(PUNCTUATION)]);
    text = text.slice(0, at) + put + text.slice(put === '' ? at + 1 : at);
  }
  return text;
}

class Templates {
  private readonly expressions: Expressions;
  private readonly defined: string[] = [];
  private names = 0;
  private inRange = false;

  constructor(private readonly random: Random) {
    this.expressions = new Expressions(random);
  }

  make(): string {
    const definitions = this.random.chance(20) ? this.random.some(1, 2, () => this.definition()).join('') : '';
    return definitions + this.body(3);
  }

  /** A definition sees no variables, and calls only those that stand before it. */
  private definition(): string {
    const name = `t${this.defined.length}`;
    const body = this.scope(() => this.body(2), true);
    this.defined.push(name);
    return `${this.action(`define "${name}"`)}${body}${this.action('end')}`;
  }

  private body(depth: number): string {
    return this.random.some(1, 3, () => this.random.pick(TEXTS) + this.statement(depth)).join('');
  }

  private action(inside: string): string {
    const { random } = this;
    const [left, right] = [random.chance(10) ? '{{- ' : '{{ ', random.chance(10) ? ' -}}' : ' }}'];
    return left + inside + right;
  }

  private statement(depth: number): string {
    const { random, expressions } = this;
    const kind = depth <= 0 ? 0 : random.below(20);
    switch (kind) {
      case 0:
      case 1:
      case 2:
      case 3:
        return this.action(expressions.operand('any', 2));
      case 4:
        return this.conditional('if', depth);
      case 5:
        return this.conditional('with', depth);
      case 6:
      case 7:
        return this.range(depth);
      case 8:
      case 9:
        return this.declaration();
      case 10:
        return this.assignment();
      case 11:
        return this.invocation();
      case 12:
        return `{{/* ${random.pick(['', 'a comment', 'two\nlines'])} */}}`;
      case 13:
        return this.methods();
      default:
        return this.action(
          expressions.call(random.pick(['string', 'string', 'any', 'list', 'dict', 'bool', 'int', 'float64']), 3),
        );
    }
  }

  /** Runs something whose variables are forgotten afterwards. */
  private scope<Result>(run: () => Result, empty = false): Result {
    const { expressions } = this;
    const outer = expressions.variables;
    if (empty) expressions.variables = [];
    const result = run();
    expressions.variables = outer;
    return result;
  }

  private conditional(word: 'if' | 'with', depth: number): string {
    const { random, expressions } = this;
    return this.scope(() => {
      let text = this.action(`${word} ${this.maybeDeclared(random.pick(['bool', 'any', 'string', 'list']))}`);
      text += this.body(depth - 1);
      if (random.chance(25)) {
        text += this.action(`else ${word} ${expressions.call('any', 2)}`) + this.body(depth - 1);
      }
      if (random.chance(40)) text += this.action('else') + this.body(depth - 1);
      return text + this.action('end');
    });
  }

  private maybeDeclared(type: ExpressionType): string {
    const value = this.expressions.call(type, 2);
    if (!this.random.chance(20)) return value;
    return `${this.declare(type)} := ${value}`;
  }

  private declare(type: ExpressionType): string {
    const name = `$v${this.names++}`;
    this.expressions.variables = [...this.expressions.variables, [name, type]];
    return name;
  }

  private range(depth: number): string {
    const { random, expressions } = this;
    return this.scope(() => {
      const source = random.pick([
        () => expressions.call('list', 2),
        () => expressions.operand('list', 2),
        () => expressions.operand('dict', 2),
        () => random.pick(['3', '0', '.', '(int64 2)', '"abc"', '.MISSING']),
      ])();
      const declared = random.below(3);
      let head = source;
      if (declared === 1) head = `${this.declare('any')} := ${source}`;
      if (declared === 2) head = `${this.declare('any')}, ${this.declare('any')} := ${source}`;
      const outer = this.inRange;
      this.inRange = true;
      const inner = this.body(depth - 1) + (random.chance(15) ? this.action(random.pick(['break', 'continue'])) : '');
      this.inRange = outer;
      const otherwise = random.chance(25) ? this.action('else') + this.body(depth - 1) : '';
      return this.action(`range ${head}`) + inner + otherwise + this.action('end');
    });
  }

  private declaration(): string {
    const type = this.random.pick(['string', 'int', 'list', 'dict', 'any', 'bool'] as const);
    const value = this.expressions.call(type, 2);
    return this.action(`${this.declare(type)} := ${value}`);
  }

  private assignment(): string {
    const { random, expressions } = this;
    if (expressions.variables.length === 0) return this.declaration();
    const [name, type] = random.pick(expressions.variables);
    return this.action(`${name} = ${expressions.call(type, 2)}`);
  }

  private invocation(): string {
    const { random, expressions } = this;
    const argument = random.chance(70) ? ` ${expressions.operand('any', 1)}` : '';
    if (random.chance(25)) {
      const name = `b${this.names++}`;
      return `${this.action(`block "${name}" ${expressions.operand('any', 1)}`)}${this.scope(() => this.body(1), true)}${this.action('end')}`;
    }
    if (this.defined.length === 0 && random.chance(95)) return this.declaration();
    const name = this.defined.length > 0 ? random.pick(this.defined) : 'nowhere';
    return this.action(`template "${name}"${argument}`);
  }

  /** Methods of versions and times. */
  private methods(): string {
    const { random, expressions } = this;
    if (random.chance(50)) {
      const method = random.pick([
        'Major',
        'Minor',
        'Patch',
        'Prerelease',
        'Metadata',
        'Original',
        'IncMajor',
        'IncPatch.String',
        'String',
        'Nope',
      ]);
      return this.action(`(${expressions.call('version', 1)}).${method}`);
    }
    const method = random.pick([
      'Year',
      'Month',
      'Day',
      'Weekday',
      'YearDay',
      'Hour',
      'Minute',
      'Second',
      'Unix',
      'UnixMilli',
      'IsZero',
      'UTC',
      'Nanosecond',
      'AddDate 1 2 3',
      'Format "Jan 2"',
      'Nope',
    ]);
    return this.action(`(${expressions.call('time', 1)}).${method}`);
  }
}
