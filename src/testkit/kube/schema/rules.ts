import { FieldError } from '../errors/index.ts';
import { isObject, type Json } from '../json/index.ts';
import type { CelCompiler, CelProgram } from './cel.ts';
import { elementSchema, propertySchema, type Rule, type SchemaNode } from './schema.ts';

interface CompiledRule {
  readonly rule: Rule;
  readonly holds: CelProgram;
  readonly message: CelProgram | undefined;
  readonly isTransition: boolean;
}

/** The CEL rules of a schema, compiled once. */
export type RuleTable = ReadonlyMap<SchemaNode, readonly CompiledRule[]>;

const USES_OLD = /\boldSelf\b/;

/** Whether any node of the schema carries a rule. */
export function hasRules(node: SchemaNode): boolean {
  return (node['x-kubernetes-validations'] ?? []).length > 0 || nodesBelow(node).some(([, child]) => hasRules(child));
}

/** Compiles every rule of a schema; those that cannot be compiled are returned as errors of their node. */
export function compileRules(
  node: SchemaNode,
  path: string,
  compiler: CelCompiler,
): { table: RuleTable; errors: FieldError[] } {
  const table = new Map<SchemaNode, CompiledRule[]>();
  const errors: FieldError[] = [];
  const visit = (here: SchemaNode, at: string): void => {
    for (const [index, rule] of (here['x-kubernetes-validations'] ?? []).entries()) {
      const where = `${at}.x-kubernetes-validations[${index}].rule`;
      try {
        const holds = compiler.compile(rule.rule, here);
        const message =
          rule.messageExpression === undefined ? undefined : compiler.compile(rule.messageExpression, here);
        const compiled = { rule, holds, message, isTransition: USES_OLD.test(rule.rule) };
        table.set(here, [...(table.get(here) ?? []), compiled]);
      } catch (error) {
        errors.push(FieldError.invalid(where, rule.rule, `compilation failed: ${String(error)}`));
      }
    }
    for (const [step, child] of nodesBelow(here)) visit(child, `${at}.${step}`);
  };
  visit(node, path);
  return { table, errors };
}

/** The rules that `value` breaks; transition rules are asked only where there was a value before. */
export function ruleErrors(
  table: RuleTable,
  node: SchemaNode,
  value: Json,
  old: Json | undefined,
  path: string,
): FieldError[] {
  if (value === null) return [];
  const errors: FieldError[] = [];
  for (const compiled of table.get(node) ?? []) errors.push(...check(compiled, value, old, path));
  if (Array.isArray(value) && node.items !== undefined) {
    for (const [index, entry] of value.entries()) {
      errors.push(...ruleErrors(table, node.items, entry, oldEntry(node, entry, old), `${path}[${index}]`));
    }
  } else if (isObject(value)) {
    const before = isObject(old) ? old : {};
    for (const [key, child] of Object.entries(value)) {
      const schema = propertySchema(node, key);
      if (schema === undefined || child === undefined) continue;
      const declared = Object.hasOwn(node.properties ?? {}, key);
      const below = declared ? (path === '' ? key : `${path}.${key}`) : `${path}[${key}]`;
      errors.push(...ruleErrors(table, schema, child, before[key], below));
    }
  }
  return errors;
}

/** Entries of keyed lists and sets are compared with their former selves; those of atomic lists have none. */
function oldEntry(node: SchemaNode, entry: Json, old: Json | undefined): Json | undefined {
  if (!Array.isArray(old) || node['x-kubernetes-list-type'] !== 'map' || !isObject(entry)) return undefined;
  const keys = node['x-kubernetes-list-map-keys'] ?? [];
  return old.find((each) => isObject(each) && keys.every((key) => each[key] === entry[key]));
}

function check(compiled: CompiledRule, value: Json, old: Json | undefined, path: string): FieldError[] {
  const { rule, holds, message, isTransition } = compiled;
  if (isTransition && old === undefined && rule.optionalOldSelf !== true) return [];
  const field = rule.fieldPath === undefined ? path : `${path}${rule.fieldPath}`;
  try {
    if (holds(value, old) === true) return [];
  } catch (error) {
    // The library says it as the real server does, but for the capital and the name of its error class.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const said = `${why.charAt(0).toLowerCase()}${why.slice(1)} evaluating rule: ${rule.message ?? rule.rule}`;
    return [FieldError.invalid(field, Array.isArray(value) ? 'array' : typeof value, said)];
  }
  const said = message?.(value, old);
  const text = typeof said === 'string' ? said : (rule.message ?? `failed rule: ${rule.rule}`);
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return [FieldError.forbidden(field, text)];
    case 'FieldValueRequired':
      return [FieldError.required(field, text)];
    case 'FieldValueDuplicate':
      return [FieldError.duplicate(field, value)];
    default:
      // Of objects and lists, the real server prints nothing.
      return [typeof value === 'object' ? FieldError.broken(field, text) : FieldError.invalid(field, value, text)];
  }
}

function nodesBelow(node: SchemaNode): [string, SchemaNode][] {
  const element = elementSchema(node);
  return [
    ...Object.entries(node.properties ?? {}).map(([key, child]): [string, SchemaNode] => [`properties[${key}]`, child]),
    ...(element === undefined ? [] : [['additionalProperties', element] satisfies [string, SchemaNode]]),
    ...(node.items === undefined ? [] : [['items', node.items] satisfies [string, SchemaNode]]),
  ];
}
