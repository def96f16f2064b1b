import { functionReference, type FunctionReference, type Parameter } from '../../../src/template/reference/index.ts';
import { floatLiteral, intLiteral, keyLiteral, stringLiteral } from './literals.ts';
import type { Random } from './random.ts';
import { dateArguments, specialText } from './special-texts.ts';

/** Types that expressions are made for. */
export type ExpressionType = 'string' | 'int' | 'float64' | 'bool' | 'list' | 'dict' | 'any' | 'time' | 'version';

/** What cannot be compared: their order is by chance in Go, or they are compared by vectors of their own. */
const LEFT_OUT: ReadonlySet<string> = new Set(['keys', 'values', 'call', 'fail', 'buildCustomCert', 'decryptAES']);
const LEFT_OUT_FAMILIES: ReadonlySet<string> = new Set(['Certificates and keys']);
/** These make something of the size of a number. */
const SIZED =
  /^(?:repeat|n?indent|until|untilStep|seq|wrap|wrapWith|abbrev|abbrevboth|round|printf|chunk|mustChunk|trunc|substr)$/;
/** These change their first argument, which must then be nobody else's: a dict in itself ends Go. */
const CHANGING = /^(?:set|unset|merge|mustMerge|mergeOverwrite|mustMergeOverwrite)$/;
const DATE_READERS = /^(?:toDate|mustToDate)$/;

const FUNCTIONS: readonly FunctionReference[] = functionReference()
  .filter(({ title }) => !LEFT_OUT_FAMILIES.has(title))
  .flatMap(({ functions }) => functions)
  .filter(({ name }) => !LEFT_OUT.has(name));

function resultOf({ name, result }: FunctionReference): ExpressionType {
  // Their dicts hold texts only, which Go takes for another type.
  if (name === 'split' || name === 'splitn') return 'any';
  if (result === 'bytes') return 'string';
  if (result === 'int64') return 'int';
  return result === 'struct' || result === 'nothing' ? 'any' : result;
}

const BY_RESULT = new Map<ExpressionType, readonly FunctionReference[]>(
  (['string', 'int', 'float64', 'bool', 'list', 'dict', 'any', 'time', 'version'] as const).map((type) => [
    type,
    FUNCTIONS.filter((one) => resultOf(one) === type),
  ]),
);

const PLAIN_TYPES: readonly ExpressionType[] = [
  'string',
  'string',
  'int',
  'int',
  'float64',
  'bool',
  'list',
  'dict',
  'any',
];

/** Makes expressions that are right more often than not; what is wrong must fail in both engines. */
export class Expressions {
  /** Variables in sight, by name, and the type that they hold. */
  variables: readonly (readonly [string, ExpressionType])[] = [];

  constructor(private readonly random: Random) {}

  /** An operand: a literal, a field, a variable, or a call in parentheses. */
  operand(type: ExpressionType, depth: number, fresh = false): string {
    const { random } = this;
    if (random.chance(3)) return this.operand(random.pick(PLAIN_TYPES), depth, fresh);
    if (!fresh && random.chance(25)) {
      const [name] = this.variableOf(type) ?? [];
      if (name !== undefined) return name;
    }
    return depth <= 0 || random.chance(25) ? this.literal(type) : `(${this.call(type, depth, fresh)})`;
  }

  /** A command: a call with arguments, without parentheses around it; or a pipeline that ends in one. */
  call(type: ExpressionType, depth: number, fresh = false): string {
    const { random } = this;
    const wanted = type === 'any' ? random.pick(PLAIN_TYPES) : type;
    const candidates = BY_RESULT.get(wanted) ?? FUNCTIONS;
    const fn = random.pick(candidates.length > 0 ? candidates : FUNCTIONS);
    const inner = fresh || CHANGING.test(fn.name);
    if (DATE_READERS.test(fn.name)) return `${fn.name} ${dateArguments(random)}`;
    if (fn.name === 'dict') return `dict ${this.pairs(depth, inner)}`.trim();
    const args = fn.parameters.flatMap((parameter) => this.argument(fn, parameter, depth - 1, inner));
    if (random.chance(2)) args.pop();
    const last = args.at(-1);
    if (last !== undefined && random.chance(30)) {
      return `${last} | ${[fn.name, ...args.slice(0, -1)].join(' ')}`;
    }
    return [fn.name, ...args].join(' ');
  }

  private variableOf(type: ExpressionType): readonly [string, ExpressionType] | undefined {
    const fitting = this.variables.filter(([, held]) => held === type || type === 'any');
    return fitting.length === 0 ? undefined : this.random.pick(fitting);
  }

  private literal(type: ExpressionType): string {
    const { random } = this;
    const word = (): string => random.pick([stringLiteral(random), intLiteral(random, false)]);
    switch (type) {
      case 'string':
        return random.chance(25) ? random.pick(['.A.Value', '.B.Value', '.A.SecretPath']) : stringLiteral(random);
      case 'int':
        return random.chance(15) ? `(int64 ${intLiteral(random, false)})` : intLiteral(random, false);
      case 'float64':
        return floatLiteral(random);
      case 'bool':
        return random.pick(['true', 'false']);
      case 'list':
        return `(list ${random.some(0, 4, word).join(' ')})`;
      case 'dict':
        return random.chance(10) ? 'dict' : `(dict ${keyLiteral(random)} ${word()} ${keyLiteral(random)} ${word()})`;
      case 'time':
        return `(toDate ${dateArguments(random)})`;
      case 'version':
        return `(semver ${specialText(random, 'semver', 'version') ?? '"1.2.3"'})`;
      default:
        return random.chance(8)
          ? random.pick(['.', '.A', '.MISSING', '.MISSING.Value', '$', 'nil'])
          : this.literal(random.pick(PLAIN_TYPES.filter((one) => one !== 'any')));
    }
  }

  private pairs(depth: number, fresh: boolean): string {
    return this.random
      .some(0, 3, () => `${keyLiteral(this.random)} ${this.operand('any', depth - 1, fresh)}`)
      .join(' ');
  }

  private argument(fn: FunctionReference, parameter: Parameter, depth: number, fresh: boolean): string[] {
    const one = (): string => this.value(fn, parameter, depth, fresh);
    return parameter.variadic ? this.random.some(0, 3, one) : [one()];
  }

  private value(fn: FunctionReference, { name, type }: Parameter, depth: number, fresh: boolean): string {
    const { random } = this;
    if (name === 'time') return this.instant(fn);
    // Beyond the length of a list, Go finds what its capacity happens to hold.
    if (name === 'positions') return random.pick(['0', '1', '2', '31']);
    if (fn.name === 'durationRound' || fn.name === 'duration') return this.durationLike();
    if (fn.name === 'dig') return random.chance(30) ? this.operand('dict', depth, fresh) : keyLiteral(random);
    if (name === 'key' || name === 'keys') {
      if (fn.name === 'index') return random.chance(60) ? keyLiteral(random) : intLiteral(random, false);
      return keyLiteral(random);
    }
    if (type === 'string') {
      const special = random.chance(85) ? specialText(random, fn.name, name) : undefined;
      return special ?? this.operand('string', depth, fresh);
    }
    if (type === 'int') return intLiteral(random, !SIZED.test(fn.name));
    if (type === 'map') return this.operand('dict', depth, fresh);
    if (type === 'float64' || type === 'bool') return this.operand(type, depth, fresh);
    return this.operand(this.wanted(fn, name), depth, fresh);
  }

  /** What an argument of any type had better be. */
  private wanted({ name }: FunctionReference, parameter: string): ExpressionType {
    const { random } = this;
    if (random.chance(10)) return 'any';
    if (parameter === 'list' || parameter === 'lists') return 'list';
    if (/^(?:eq|ne|lt|le|gt|ge)$/.test(name)) return random.pick(['int', 'string', 'int', 'float64']);
    if (/^(?:add|sub|mul|div|mod|max|min|biggest|ceil|floor|round|int|int64|float64|seq|add1)f?$/.test(name)) {
      return random.pick(['int', 'int', 'float64', 'string']);
    }
    return 'any';
  }

  /** A time, or seconds; anything else would make Go read the clock. */
  private instant(fn: FunctionReference): string {
    const { random } = this;
    const onlyTimes = /Modify|date_modify|unixEpoch/.test(fn.name);
    if (!onlyTimes && random.chance(50))
      return random.pick(['0', '1700000000', '-86400', '(int64 951827696)', '1000000000']);
    return `(toDate ${dateArguments(random)})`;
  }

  private durationLike(): string {
    const { random } = this;
    const text = specialText(random, '', 'duration') ?? '"1h"';
    return random.pick([text, text, '(int64 95)', '"95"', '"-4000"', '7', 'nil', '1.5']);
  }
}
