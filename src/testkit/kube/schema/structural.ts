import { FieldError } from '../errors/index.ts';
import { isKnownFormat } from './formats.ts';
import { compilePattern } from './pattern.ts';
import { elementSchema, type SchemaNode } from './schema.ts';

/**
 * The rules by which the real server calls a schema structural, and two of the emulator's own: a format or a pattern that
 * it cannot check is refused too, because letting values pass unchecked would be a guess.
 */
export function structuralErrors(node: SchemaNode, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const intOrString = node['x-kubernetes-int-or-string'] === true;
  if (node.type === undefined && !intOrString && node['x-kubernetes-preserve-unknown-fields'] !== true) {
    errors.push(FieldError.required(`${path}.type`, 'must not be empty for specified object fields'));
  }
  if (node.type !== undefined && intOrString) {
    errors.push(FieldError.invalid(`${path}.type`, node.type, 'must be empty if x-kubernetes-int-or-string is true'));
  }
  if (node.type === 'array' && node.items === undefined) {
    errors.push(FieldError.required(`${path}.items`, 'must be specified'));
  }
  if (node.additionalProperties === false) {
    errors.push(FieldError.forbidden(`${path}.additionalProperties`, 'cannot be set to false'));
  }
  if (node.additionalProperties !== undefined && node.properties !== undefined) {
    errors.push(
      FieldError.forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'),
    );
  }
  errors.push(...valueErrors(node, path), ...listErrors(node, path));
  for (const [junctor, index, branch] of branches(node)) {
    errors.push(...junctorErrors(branch, `${path}.${junctor}[${index}]`, intOrString));
  }
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    errors.push(...structuralErrors(child, `${path}.properties[${key}]`));
  }
  const element = elementSchema(node);
  if (element !== undefined) errors.push(...structuralErrors(element, `${path}.additionalProperties`));
  if (node.items !== undefined) errors.push(...structuralErrors(node.items, `${path}.items`));
  return errors;
}

function valueErrors(node: SchemaNode, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (node.format !== undefined && !isKnownFormat(node.format)) {
    errors.push(FieldError.invalid(`${path}.format`, node.format, 'this emulator does not check this format'));
  }
  if (node.pattern !== undefined && compilePattern(node.pattern) === undefined) {
    errors.push(FieldError.invalid(`${path}.pattern`, node.pattern, 'must be a valid regular expression'));
  }
  return errors;
}

function listErrors(node: SchemaNode, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const listType = node['x-kubernetes-list-type'];
  const keys = node['x-kubernetes-list-map-keys'] ?? [];
  if (listType !== undefined && node.type !== 'array') {
    const why = 'must be array if x-kubernetes-list-type is specified';
    errors.push(FieldError.invalid(`${path}.type`, node.type, why));
  }
  if (listType === 'map' && keys.length === 0) {
    const why = 'must not be empty if x-kubernetes-list-type is map';
    errors.push(FieldError.required(`${path}.x-kubernetes-list-map-keys`, why));
  }
  for (const [index, key] of (listType === 'map' ? keys : []).entries()) {
    const child = node.items?.properties?.[key];
    if (child === undefined) {
      const at = `${path}.x-kubernetes-list-map-keys[${index}]`;
      errors.push(FieldError.invalid(at, key, 'entries must all be names of item properties'));
    } else if (node.items?.required?.includes(key) !== true && child.default === undefined) {
      const why = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
      errors.push(FieldError.required(`${path}.items.properties[${key}].default`, why));
    }
  }
  return errors;
}

type Branch = readonly [junctor: string, index: number, node: SchemaNode];

/** The subschemas under logical junctors, which may check values but not shape them. */
function branches(node: SchemaNode): Branch[] {
  return [
    ...(node.allOf ?? []).map((each, index): Branch => ['allOf', index, each]),
    ...(node.anyOf ?? []).map((each, index): Branch => ['anyOf', index, each]),
    ...(node.oneOf ?? []).map((each, index): Branch => ['oneOf', index, each]),
    ...(node.not === undefined ? [] : [['not', 0, node.not] satisfies Branch]),
  ];
}

function junctorErrors(node: SchemaNode, path: string, intOrString: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const forbidden = [
    'type',
    'description',
    'default',
    'nullable',
    'additionalProperties',
    'x-kubernetes-validations',
  ] as const;
  for (const key of forbidden) {
    // `anyOf: [{type: integer}, {type: string}]` under int-or-string is the one exception.
    if (node[key] === undefined || (key === 'type' && intOrString)) continue;
    errors.push(FieldError.forbidden(`${path}.${key}`, 'must be empty to be structural'));
  }
  errors.push(...valueErrors(node, path));
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    errors.push(...junctorErrors(child, `${path}.properties[${key}]`, false));
  }
  if (node.items !== undefined) errors.push(...junctorErrors(node.items, `${path}.items`, false));
  for (const [junctor, index, branch] of branches(node)) {
    errors.push(...junctorErrors(branch, `${path}.${junctor}[${index}]`, intOrString));
  }
  return errors;
}
