import { FORBIDDEN, FUNCTIONS } from '../functions/index.ts';
import type { ParameterName } from '../values/value.ts';
import type { Entry, Family, ResultType } from './entries.ts';
import { TEXT_FAMILIES } from './text-families.ts';
import { VALUE_FAMILIES } from './value-families.ts';

/** One parameter as the reference shows it. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterName;
  readonly variadic: boolean;
}

/** One function with everything that the reference says of it. */
export interface FunctionReference {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly result: ResultType;
  readonly line: string;
}

/** The functions of one family. */
export interface FamilyReference {
  readonly title: string;
  readonly functions: readonly FunctionReference[];
}

/** Functions that a template may not call, and why; the reason goes on from the name. */
export const FORBIDDEN_FUNCTIONS: Readonly<Record<string, string>> = FORBIDDEN;

/**
 * All functions by family, in the order of the page. Throws when the reference and the table of functions differ: in a name, or in how many
 * parameters a function has.
 */
export function functionReference(): readonly FamilyReference[] {
  const families: readonly Family[] = [...TEXT_FAMILIES, ...VALUE_FAMILIES];
  const described = families.flatMap(({ entries }) => entries.map(({ name }) => name));
  const missing = Object.keys(FUNCTIONS).filter((name) => !described.includes(name));
  if (missing.length > 0) throw new Error(`the reference says nothing of ${missing.join(', ')}`);
  if (new Set(described).size < described.length) throw new Error('the reference speaks of a function twice');
  return families.map(({ title, entries }) => ({ title, functions: entries.map(referenceOf) }));
}

function referenceOf({ name, parameters: names, result, line }: Entry): FunctionReference {
  const body = FUNCTIONS[name];
  if (body === undefined) throw new Error(`the reference speaks of ${name}, which is not there`);
  const types = [...body.parameters, ...(body.rest === undefined ? [] : [body.rest])];
  if (types.length !== names.length) throw new Error(`the reference names ${names.length} parameters of ${name}`);
  const parameters = types.map((type, i) => ({ name: names[i] ?? '', type, variadic: i >= body.parameters.length }));
  return { name, parameters, result, line };
}
