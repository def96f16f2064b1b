import { z } from 'zod';
import type { AuthMethodContribution, ChosenLogin } from '../contracts/index.ts';
import { withRules, type Rule } from './rule.ts';

/** What the schema needs to know of a login method. */
export type AuthFragment = Pick<AuthMethodContribution, 'key' | 'spec' | 'scope'>;

/** A method after parsing. */
export interface ParsedMethod<Scope> extends Omit<ChosenMethod<Scope>, 'field' | 'key'> {
  /** Where this is not the name of the field. */
  readonly key?: string;
}

/** The one login method of a resource. Its spec is as it came when no plugin for this method is installed. */
export interface ChosenMethod<Scope> extends ChosenLogin {
  readonly scope: Scope;
}

/** What a resource adds to every method under `secretsScope`. */
export interface MethodScope<Scope> {
  /** By kind of method; undefined: the resource adds nothing. */
  readonly schemas: Readonly<Record<AuthMethodContribution['scope'], z.ZodType<Scope | undefined>>> | undefined;
  /** Fields below it that must not be empty, by kind of method. */
  readonly required: Readonly<Record<AuthMethodContribution['scope'], readonly string[]>>;
  /** The scope of a method that names none. */
  readonly otherwise: Scope;
}

/** A path below an object, field by field. */
type Path = readonly string[];

/**
 * The fields that a fragment cannot do without and that may be empty for the schema. Operators written in Go stored every method
 * with all its fields, `''` in those nobody had set: a method in which all of these are empty was left out.
 */
function essentials(schema: z.core.JSONSchema.BaseSchema, path: Path = []): readonly Path[] {
  return (schema.required ?? []).flatMap((name) => {
    const property = schema.properties?.[name];
    if (typeof property !== 'object') return [];
    if (property.type === 'object') return essentials(property, [...path, name]);
    return property.type === 'string' && (property.minLength ?? 0) === 0 ? [[...path, name]] : [];
  });
}

/** Words that CEL keeps for itself; Kubernetes gives fields of these names as `__name__`. */
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** The path as CEL selects it. */
function select(path: Path): string {
  const escaped = path.map((name) => name.replaceAll('-', '__dash__').replaceAll('.', '__dot__'));
  return escaped.map((name) => (RESERVED.has(name) ? `__${name}__` : name)).join('.');
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), value);
}

/** A value with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A parsed method: the fields of its fragment, and the scope that every method has. */
interface MethodFields<Scope> extends Readonly<Record<string, unknown>> {
  readonly secretsScope?: Scope | undefined;
}

/** One method: its schema with `secretsScope`, and how to tell that it was left out. */
export interface MethodSchema<Scope> {
  readonly key: string;
  readonly schema: z.ZodType<ParsedMethod<Scope>>;
  /** CEL: the method under this expression is there and was not left out. */
  isUsed(authentication: string): string;
  /** The same for a value. */
  leftOut(value: unknown): boolean;
}

/** The schema of one method. Throws when its fragment is no object schema, which is a fault of the plugin. */
export function methodSchema<Scope>(
  { key, spec, scope: kind }: AuthFragment,
  { schemas, required: below, otherwise }: MethodScope<Scope>,
): MethodSchema<Scope> {
  if (!(spec instanceof z.ZodObject)) throw new Error(`the spec of the auth method ${key} is not an object schema`);
  const paths = essentials(z.toJSONSchema(spec, { target: 'openapi-3.0', io: 'input' }));
  const isAnySet = (self: string): string => paths.map((path) => `${self}.${select(path)} != ''`).join(' || ');
  // Of one essential field alone, "set, or the method is left out" is always true.
  const some = paths.length === 1 ? [] : paths;
  const required = [...some, ...below[kind].map((field) => ['secretsScope', field])];
  const rules = required.map((path) => notEmpty(path, paths, isAnySet('self')));
  const extended = schemas === undefined ? spec : spec.safeExtend({ secretsScope: schemas[kind] });
  const schema: z.ZodType<MethodFields<Scope>> = extended.meta(spec.meta() ?? {});
  return {
    key,
    schema: withRules(schema, rules).transform(({ secretsScope: scope = otherwise, ...own }) => ({
      spec: own,
      scope,
    })),
    isUsed: (authentication) => {
      const present = `has(${authentication}.${key})`;
      return paths.length === 0 ? present : `${present} && (${isAnySet(`${authentication}.${key}`)})`;
    },
    leftOut: (value) => paths.length > 0 && paths.every((path) => valueAt(value, path) === ''),
  };
}

function notEmpty(path: Path, essential: readonly Path[], isAnySet: string): Rule<unknown> {
  const field = path.join('.');
  return {
    cel: essential.length === 0 ? `self.${select(path)} != ''` : `!(${isAnySet}) || self.${select(path)} != ''`,
    holds: (value) => valueAt(value, path) !== '',
    message: `${field} must not be empty`,
    field,
  };
}
