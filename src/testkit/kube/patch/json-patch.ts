import { z } from 'zod';
import { badRequest, FieldError, invalid } from '../errors/index.ts';
import { isObject, sameJson, setKey, type Json } from '../json/index.ts';

const Operation = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['add', 'replace', 'test']), path: z.string(), value: z.json() }),
  z.object({ op: z.literal('remove'), path: z.string() }),
  z.object({ op: z.enum(['move', 'copy']), path: z.string(), from: z.string() }),
]);

/**
 * RFC 6902 on a copy of `document`.
 * @throws ApiError 422 when a path is missing or a test fails, 400 for an operation that is none.
 */
export function jsonPatch(document: Json, operations: readonly Json[]): Json {
  let result = structuredClone(document);
  for (const each of operations) {
    const read = Operation.safeParse(each);
    if (!read.success) throw badRequest('error decoding patch: an operation of the JSON patch is malformed');
    const operation = read.data;
    const path = pointer(operation.path);
    switch (operation.op) {
      case 'test':
        if (!sameJson(get(result, path), operation.value)) {
          throw inapplicable(`testing value ${operation.path} failed`);
        }
        break;
      case 'add':
        result = set(result, path, operation.value, true);
        break;
      case 'replace':
        if (get(result, path) === undefined) throw missing(operation.path, 'replace');
        result = set(result, path, operation.value, false);
        break;
      case 'remove':
        result = remove(result, path, operation.path);
        break;
      default: {
        const value = get(result, pointer(operation.from));
        if (value === undefined) throw missing(operation.from, operation.op);
        if (operation.op === 'move') result = remove(result, pointer(operation.from), operation.from);
        result = set(result, path, structuredClone(value), true);
      }
    }
  }
  return result;
}

const pointer = (path: string): string[] =>
  path === ''
    ? []
    : path
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function get(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here)) here = here[Number(step)];
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

function set(root: Json, path: readonly string[], value: Json, insert: boolean): Json {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = get(root, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) throw missing(`/${path.join('/')}`, 'add');
    parent.splice(index, insert ? 0 : 1, value);
  } else if (isObject(parent)) setKey(parent, last, value);
  else throw missing(`/${path.join('/')}`, 'add');
  return root;
}

function remove(root: Json, path: readonly string[], printed: string): Json {
  const last = path.at(-1);
  const parent = get(root, path.slice(0, -1));
  if (last === undefined || get(parent, [last]) === undefined) throw missing(printed, 'remove');
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isObject(parent)) Reflect.deleteProperty(parent, last);
  return root;
}

const missing = (path: string, operation: string): Error =>
  inapplicable(`${operation} operation does not apply: doc is missing path: ${JSON.stringify(path)}: missing value`);

function inapplicable(why: string): Error {
  return invalid({ group: '', kind: '' }, '', [FieldError.invalid('patch', 'patch', why)]);
}
