import { z } from 'zod';
import { JsonSchema } from './json-schema.ts';
import { re2Problem } from './re2.ts';

/** A structural schema, as `openAPIV3Schema` of a CustomResourceDefinition takes it. */
export interface StructuralSchema extends Omit<
  JsonSchema,
  'properties' | 'items' | 'additionalProperties' | 'anyOf' | 'default'
> {
  properties?: Record<string, StructuralSchema> | undefined;
  items?: StructuralSchema | undefined;
  additionalProperties?: StructuralSchema | undefined;
  'x-kubernetes-int-or-string'?: true | undefined;
  'x-kubernetes-preserve-unknown-fields'?: true | undefined;
}

/** Formats that the API server checks; it warns about any other. */
const FORMATS: readonly string[] = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64'];

/**
 * The schema of what may be written, as the API server wants it: no defaults (they would show as drift), no bounds that only
 * JavaScript has, unknown fields pruned and not refused. Throws, naming the field, when a part cannot be said in a
 * structural schema or would mean something else there.
 */
export function structuralSchema(schema: z.ZodType, path: string): StructuralSchema {
  const json = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' });
  const parsed = JsonSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = [path, ...(issue?.path ?? []).map(String)].join('.');
    throw new Error(`${at}: not possible in a structural schema: ${issue?.message ?? 'unknown'}`);
  }
  return convert(parsed.data, path);
}

function convert(json: JsonSchema, path: string): StructuralSchema {
  const { properties, items, additionalProperties, anyOf, default: _default, format, ...rest } = json;
  if (anyOf !== undefined) return intOrString(anyOf, rest, path);
  if (json.type === undefined) throw new Error(`${path}: a field must have a type`);
  if (json.pattern !== undefined) {
    const problem = re2Problem(json.pattern);
    if (problem !== undefined) throw new Error(`${path}: the pattern ${json.pattern} is not portable: ${problem}`);
  }
  const { minimum, maximum, ...others } = rest;
  return defined({
    ...others,
    minimum: bound(minimum),
    maximum: bound(maximum),
    format: json.type === 'integer' ? 'int64' : FORMATS.find((known) => known === format),
    properties:
      properties &&
      Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, convert(field, `${path}.${name}`)])),
    items: items && convert(items, `${path}[]`),
    ...openness(additionalProperties, path),
  });
}

/** A map of typed values, a place where anything is kept, or neither: the server prunes what a schema does not name. */
function openness(additional: JsonSchema['additionalProperties'], path: string): Partial<StructuralSchema> {
  if (additional === undefined || additional === false) return {};
  if (additional === true || Object.keys(additional).length === 0)
    return { 'x-kubernetes-preserve-unknown-fields': true };
  return { additionalProperties: convert(additional, `${path}.*`) };
}

/** The one union that a structural schema knows. Bounds within its branches move to CEL rules, which see either type. */
function intOrString(branches: readonly JsonSchema[], rest: StructuralSchema, path: string): StructuralSchema {
  const types = branches.map(({ type }) => type).sort();
  if (types.length !== 2 || types[0] !== 'integer' || types[1] !== 'string') {
    throw new Error(`${path}: the only union of types that Kubernetes has is that of integer and string`);
  }
  const maxLength = branches.find(({ type }) => type === 'string')?.maxLength;
  return defined({ ...rest, maxLength, 'x-kubernetes-int-or-string': true });
}

/** Bounds that only say "a safe integer of JavaScript" are none. */
function bound(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value;
}

function defined(schema: StructuralSchema): StructuralSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
