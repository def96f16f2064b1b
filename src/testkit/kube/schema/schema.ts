import { z } from 'zod';
import type { Json } from '../json/index.ts';

const json: z.ZodType<Json> = z.json();

/** A CEL rule of `x-kubernetes-validations`. */
const RuleSchema = z.strictObject({
  rule: z.string().min(1),
  message: z.string().optional(),
  messageExpression: z.string().optional(),
  reason: z.enum(['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate']).optional(),
  fieldPath: z.string().optional(),
  optionalOldSelf: z.boolean().optional(),
});

/** A CEL rule of a schema node. */
export type Rule = z.infer<typeof RuleSchema>;

/**
 * A node of the OpenAPI v3 schema of a custom resource. Keywords outside of this list are refused when the definition is
 * created: the emulator validates what it accepts, or does not accept it.
 */
export const Schema = z.strictObject({
  description: z.string().optional(),
  title: z.string().optional(),
  example: json.optional(),
  externalDocs: json.optional(),
  type: z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean']).optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  default: json.optional(),
  enum: z.array(json).optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.boolean().optional(),
  exclusiveMaximum: z.boolean().optional(),
  multipleOf: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minProperties: z.number().optional(),
  maxProperties: z.number().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), Schema]).optional();
  },
  get items() {
    return Schema.optional();
  },
  get allOf() {
    return z.array(Schema).optional();
  },
  get anyOf() {
    return z.array(Schema).optional();
  },
  get oneOf() {
    return z.array(Schema).optional();
  },
  get not() {
    return Schema.optional();
  },
  'x-kubernetes-int-or-string': z.boolean().optional(),
  'x-kubernetes-preserve-unknown-fields': z.boolean().optional(),
  'x-kubernetes-embedded-resource': z.boolean().optional(),
  'x-kubernetes-list-type': z.enum(['atomic', 'set', 'map']).optional(),
  'x-kubernetes-list-map-keys': z.array(z.string()).optional(),
  'x-kubernetes-map-type': z.enum(['atomic', 'granular']).optional(),
  'x-kubernetes-validations': z.array(RuleSchema).optional(),
});

/** A node of a custom resource's schema. */
export type SchemaNode = z.infer<typeof Schema>;

/** The schema of the keys of a free map, or undefined when there is none. */
export function elementSchema(node: SchemaNode): SchemaNode | undefined {
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}

/** The schema of one key of an object, or undefined when the key is not known to it. */
export function propertySchema(node: SchemaNode, key: string): SchemaNode | undefined {
  const { properties } = node;
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : elementSchema(node);
}

/** Whether unknown keys of this object stay. */
export function keepsUnknown(node: SchemaNode): boolean {
  return node['x-kubernetes-preserve-unknown-fields'] === true || node.additionalProperties === true;
}
