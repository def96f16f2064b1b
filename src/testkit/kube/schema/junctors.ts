import { FieldError } from '../errors/index.ts';
import type { Json } from '../json/index.ts';
import type { SchemaNode } from './schema.ts';

/** Checks a value against a schema. Handed in, because a schema checks its branches as they check theirs. */
type Check = (node: SchemaNode, value: Json, path: string) => FieldError[];

/** The errors of `allOf`, `anyOf`, `oneOf` and `not`. The branches' own errors are reported where a single one must hold. */
export function junctorErrors(node: SchemaNode, value: Json, path: string, check: Check): FieldError[] {
  const errors: FieldError[] = [];
  const results = (branches: readonly SchemaNode[]): FieldError[][] =>
    branches.map((branch) => check(branch, value, path));
  const fail = (rule: string): number =>
    errors.push(
      FieldError.invalid(path, Array.isArray(value) ? 'array' : typeof value, `${path} in body must ${rule}`),
    );
  const all = results(node.allOf ?? []);
  if (all.some((each) => each.length > 0)) {
    errors.push(...all.flat());
    fail('validate all the schemas (allOf)');
  }
  const any = results(node.anyOf ?? []);
  if (any.length > 0 && any.every((each) => each.length > 0)) {
    errors.push(...closest(any));
    fail('validate at least one schema (anyOf)');
  }
  const one = results(node.oneOf ?? []);
  const valid = one.filter((each) => each.length === 0).length;
  if (one.length > 0 && valid !== 1) {
    if (valid === 0) errors.push(...closest(one));
    fail(
      `validate one and only one schema (oneOf). ${valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`}`,
    );
  }
  if (node.not !== undefined && check(node.not, value, path).length === 0) fail('not validate the schema (not)');
  return errors;
}

/** The branch with the fewest errors: the one that was most likely meant. */
const closest = (results: readonly FieldError[][]): FieldError[] =>
  [...results].sort((a, b) => a.length - b.length)[0] ?? [];
