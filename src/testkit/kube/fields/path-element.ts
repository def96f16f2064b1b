import { isObject, parseJson, type Json } from '../json/index.ts';

/*
 * A step of a field path in its `fieldsV1` spelling: `f:<field>`, `k:{"name":"x"}` for an entry of a keyed list, `v:<json>`
 * for an entry of a set. Using the wire form as the key makes sets plain maps and their JSON form a walk.
 */

/** The step into the field or map key `name`. */
export const field = (name: string): string => `f:${name}`;

/** The step to the entry of a set that equals `value`. */
export const setEntry = (value: Json): string => `v:${JSON.stringify(value)}`;

/** The step to the entry of a keyed list whose key fields have these values. */
export function keyedEntry(keys: Readonly<Record<string, Json>>): string {
  return `k:${JSON.stringify(Object.fromEntries(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))))}`;
}

/** The field name of an `f:` step, `undefined` for any other. */
export const fieldName = (step: string): string | undefined => (step.startsWith('f:') ? step.slice(2) : undefined);

/** The order in which the API machinery writes steps: fields, then keyed entries, then values. */
export function compareSteps(a: string, b: string): number {
  const rank = (step: string): number => 'fkvi'.indexOf(step.charAt(0));
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A path as conflicts print it: `.spec.containers[name="web"].image`. */
export function printPath(path: readonly string[]): string {
  return path.map(printStep).join('');
}

function printStep(step: string): string {
  const rest = step.slice(2);
  if (step.startsWith('f:')) return `.${rest}`;
  if (step.startsWith('v:')) return `[=${rest}]`;
  const keys = parseJson(rest);
  const pairs = isObject(keys) ? Object.entries(keys) : [];
  return `[${pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}
