/** Types of results as the reference names them; `number` is the type of the argument. */
export type ResultType =
  | 'string'
  | 'bytes'
  | 'int'
  | 'int64'
  | 'float64'
  | 'bool'
  | 'list'
  | 'dict'
  | 'any'
  | 'time'
  | 'version'
  | 'struct'
  | 'nothing';

/** What the reference says of one function, beside the types of its parameters, which the table of functions has. */
export interface Entry {
  readonly name: string;
  /** Names of the parameters, in their order; the last is variadic where the function is. */
  readonly parameters: readonly string[];
  readonly result: ResultType;
  readonly line: string;
}

/** Functions that belong together. */
export interface Family {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** Reads a family: one line per function, `name parameters > type: what it does`. Aliases stand in the first place, with a slash. */
export function family(title: string, text: string): Family {
  const entries = text
    .trim()
    .split('\n')
    .flatMap((row) => {
      const [, names = '', parameters = '', result = '', line = ''] =
        /^(\S+)((?: [\w.]+)*) > (\w+): (.+)$/.exec(row.trim()) ?? [];
      if (!isResultType(result)) throw new Error(`a line of the reference cannot be read: ${row}`);
      return names.split('/').map((name) => ({
        name,
        parameters: parameters.split(' ').filter((parameter) => parameter !== ''),
        result,
        line,
      }));
    });
  return { title, entries };
}

const RESULT_TYPES: ReadonlySet<string> = new Set<ResultType>([
  'string',
  'bytes',
  'int',
  'int64',
  'float64',
  'bool',
  'list',
  'dict',
  'any',
  'time',
  'version',
  'struct',
  'nothing',
]);

function isResultType(text: string): text is ResultType {
  return RESULT_TYPES.has(text);
}
