import { FieldError } from '../errors/index.ts';
import { isObject, sameJson, type Json, type JsonObject } from '../json/index.ts';
import { hasFormat } from './formats.ts';
import { junctorErrors } from './junctors.ts';
import { compilePattern } from './pattern.ts';
import { propertySchema, type SchemaNode } from './schema.ts';

/** Everything in `value` that breaks the schema, in the words of the real server. Absent metadata rules are not its business. */
export function schemaErrors(node: SchemaNode, value: Json, path: string): FieldError[] {
  if (value === null) return node.nullable === true ? [] : typeErrors(node, value, path);
  const wrong = typeErrors(node, value, path);
  if (wrong.length > 0) return wrong;
  return [
    ...constraintErrors(node, value, path),
    ...childErrors(node, value, path),
    ...junctorErrors(node, value, path, schemaErrors),
  ];
}

/** The checks of one node that need no type: enum, and those of the value's own JSON type. */
function constraintErrors(node: SchemaNode, value: Json, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (node.enum !== undefined && !node.enum.some((each) => sameJson(each, value))) {
    errors.push(
      FieldError.notSupported(
        path,
        value,
        node.enum.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))),
      ),
    );
  }
  if (typeof value === 'string') errors.push(...textErrors(node, value, path));
  if (typeof value === 'number') errors.push(...numberErrors(node, value, path));
  if (Array.isArray(value)) errors.push(...listErrors(node, value, path));
  if (isObject(value)) errors.push(...objectErrors(node, value, path));
  return errors;
}

function childErrors(node: SchemaNode, value: Json, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const { items } = node;
    return items === undefined ? [] : value.flatMap((entry, index) => schemaErrors(items, entry, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const schema = propertySchema(node, key);
    if (schema === undefined || child === undefined) return [];
    return schemaErrors(schema, child, join(path, key));
  });
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function typeErrors(node: SchemaNode, value: Json, path: string): FieldError[] {
  if (node['x-kubernetes-int-or-string'] === true) {
    if (typeof value === 'string' || Number.isInteger(value)) return [];
    return [wrongType(value, path, 'integer,string')];
  }
  const { type } = node;
  if (type === undefined) return [];
  const actual = jsonType(value);
  if (actual === type || (type === 'number' && actual === 'integer')) return [];
  return [wrongType(value, path, type)];
}

function wrongType(value: Json, path: string, wanted: string): FieldError {
  const actual = jsonType(value);
  return FieldError.typeInvalid(path, actual, `${path} in body must be of type ${wanted}: ${JSON.stringify(actual)}`);
}

function jsonType(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function textErrors(node: SchemaNode, value: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = lengthOrPatternError(node, value, path);
  if (wrong !== undefined) errors.push(wrong);
  if (node.format !== undefined && !hasFormat(node.format, value)) {
    const why = `${path} in body must be of type ${node.format}: ${JSON.stringify(value)}`;
    errors.push(FieldError.typeInvalid(path, value, why));
  }
  return errors;
}

/** The first of them that the value breaks: of one text the server tells one. */
function lengthOrPatternError(node: SchemaNode, value: string, path: string): FieldError | undefined {
  const length = Array.from(value).length;
  if (node.maxLength !== undefined && length > node.maxLength) return FieldError.tooLong(path, node.maxLength);
  if (node.minLength !== undefined && length < node.minLength) {
    return FieldError.invalid(path, value, `${path} in body should be at least ${node.minLength} chars long`);
  }
  return node.pattern === undefined || compilePattern(node.pattern)?.test(value) === true
    ? undefined
    : FieldError.invalid(path, value, `${path} in body should match '${node.pattern}'`);
}

function numberErrors(node: SchemaNode, value: number, path: string): FieldError[] {
  const { minimum, maximum, multipleOf } = node;
  const errors: FieldError[] = [];
  const fail = (rule: string): number =>
    errors.push(FieldError.invalid(path, value, `${path} in body should be ${rule}`));
  if (maximum !== undefined && node.exclusiveMaximum === true && value >= maximum) fail(`less than ${maximum}`);
  else if (maximum !== undefined && value > maximum) fail(`less than or equal to ${maximum}`);
  if (minimum !== undefined && node.exclusiveMinimum === true && value <= minimum) fail(`greater than ${minimum}`);
  else if (minimum !== undefined && value < minimum) fail(`greater than or equal to ${minimum}`);
  if (multipleOf !== undefined && value % multipleOf !== 0) fail(`a multiple of ${multipleOf}`);
  return errors;
}

function listErrors(node: SchemaNode, value: readonly Json[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (node.maxItems !== undefined && value.length > node.maxItems) {
    errors.push(FieldError.tooMany(path, value.length, node.maxItems));
  }
  if (node.minItems !== undefined && value.length < node.minItems) {
    errors.push(FieldError.invalid(path, value.length, `${path} in body should have at least ${node.minItems} items`));
  }
  const keys = node['x-kubernetes-list-type'] === 'map' ? (node['x-kubernetes-list-map-keys'] ?? []) : undefined;
  const seen = new Set<string>();
  for (const [index, entry] of (keys === undefined && node['x-kubernetes-list-type'] !== 'set'
    ? []
    : value
  ).entries()) {
    // Of an entry of a keyed list the server tells the keys alone.
    const identity: Json =
      keys === undefined || !isObject(entry)
        ? entry
        : Object.fromEntries(keys.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])));
    const id = JSON.stringify(identity);
    if (seen.has(id)) errors.push(FieldError.duplicate(`${path}[${index}]`, identity));
    seen.add(id);
  }
  return errors;
}

function objectErrors(node: SchemaNode, value: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const size = Object.keys(value).length;
  for (const key of node.required ?? []) {
    if (value[key] === undefined) errors.push(FieldError.required(join(path, key), ''));
  }
  if (node.maxProperties !== undefined && size > node.maxProperties) {
    errors.push(FieldError.tooMany(path, size, node.maxProperties));
  }
  if (node.minProperties !== undefined && size < node.minProperties) {
    errors.push(
      FieldError.invalid(path, size, `${path} in body should have at least ${node.minProperties} properties`),
    );
  }
  return errors;
}
