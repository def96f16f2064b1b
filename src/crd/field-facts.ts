import type { StructuralSchema } from './structural-schema.ts';

/** The type as readers of manifests call it. */
export function typeName(schema: StructuralSchema): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'integer or string';
  if (schema.items !== undefined) return `list of ${typeName(schema.items)}`;
  if (schema.additionalProperties !== undefined) return `map of ${typeName(schema.additionalProperties)}`;
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return 'any object';
  return schema.format === 'date-time' ? 'time' : (schema.type ?? 'any');
}

/** What values may be, in words. */
export function limits(schema: StructuralSchema): readonly string[] {
  const { enum: values, maxLength, maxItems, maxProperties, pattern } = schema;
  return [
    values === undefined ? undefined : `one of ${values.map(code).join(', ')}`,
    maxLength === undefined ? undefined : `at most ${maxLength} characters`,
    maxItems === undefined ? undefined : `at most ${maxItems} entries`,
    maxProperties === undefined ? undefined : `at most ${maxProperties} entries`,
    pattern === undefined ? undefined : `matches ${code(pattern)}`,
  ].filter((limit) => limit !== undefined);
}

/** What the rules about it say. */
export function messages(schema: StructuralSchema): readonly string[] {
  return (schema['x-kubernetes-validations'] ?? []).map(({ message }) => message);
}

function code(text: string): string {
  return `\`${text}\``;
}
