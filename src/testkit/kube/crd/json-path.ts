import { isObject, type Json } from '../json/index.ts';

type Step = { readonly key: string } | { readonly index: number } | { readonly all: true } | Filter;
interface Filter {
  readonly path: readonly Step[];
  readonly equals: Json;
  readonly negated: boolean;
}

/**
 * Reads the simple JSONPath of printer columns and of kubectl: `.a.b`, `['k']`, `[0]`, `[*]`, `[?(@.type=="Ready")]`.
 * @throws Error for anything else.
 */
export function compileJsonPath(source: string): (value: Json) => Json[] {
  const steps = parse(source);
  return (value) => walk(steps, value);
}

function walk(steps: readonly Step[], value: Json): Json[] {
  let found: Json[] = [value];
  for (const step of steps) found = found.flatMap((each) => take(step, each));
  return found;
}

function take(step: Step, value: Json): Json[] {
  if ('key' in step) {
    const child = isObject(value) && Object.hasOwn(value, step.key) ? value[step.key] : undefined;
    return child === undefined ? [] : [child];
  }
  if ('all' in step)
    return Array.isArray(value) ? value : isObject(value) ? Object.values(value).filter(isPresent) : [];
  if (!Array.isArray(value)) return [];
  if ('index' in step) {
    const entry = value.at(step.index);
    return entry === undefined ? [] : [entry];
  }
  return value.filter((each) => walk(step.path, each).some((found) => found === step.equals) !== step.negated);
}

const isPresent = (value: Json | undefined): value is Json => value !== undefined;

const FIELD = /^\.((?:\\.|[^.[\]\\])+)/;
const QUOTED = /^\[(?:'([^']*)'|"([^"]*)")\]/;
const INDEX = /^\[(-?\d+)\]/;
const FILTER = /^\[\?\(\s*@((?:\\.|[^=!\s)])+)\s*(==|!=)\s*("[^"]*"|'[^']*'|[^\s)]+)\s*\)\]/;

function parse(source: string): Step[] {
  const steps: Step[] = [];
  let rest = source.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '');
  if (rest === '.') return steps;
  while (rest !== '') {
    const [step, length] = parseStep(rest, source);
    steps.push(step);
    rest = rest.slice(length);
  }
  return steps;
}

function parseStep(rest: string, source: string): [Step, number] {
  const name = FIELD.exec(rest);
  if (name !== null) return [{ key: (name[1] ?? '').replaceAll(/\\(.)/g, '$1') }, name[0].length];
  const quoted = QUOTED.exec(rest);
  if (quoted !== null) return [{ key: quoted[1] ?? quoted[2] ?? '' }, quoted[0].length];
  const index = INDEX.exec(rest);
  if (index !== null) return [{ index: Number(index[1]) }, index[0].length];
  if (rest.startsWith('[*]')) return [{ all: true }, 3];
  const filter = FILTER.exec(rest);
  if (filter === null) throw new Error(`unsupported JSONPath ${JSON.stringify(source)} at ${JSON.stringify(rest)}`);
  return [
    { path: parse(filter[1] ?? ''), equals: literal(filter[3] ?? ''), negated: filter[2] === '!=' },
    filter[0].length,
  ];
}

function literal(text: string): Json {
  if (/^["']/.test(text)) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  if (Number.isNaN(number)) throw new Error(`unsupported literal ${text} in JSONPath`);
  return number;
}
