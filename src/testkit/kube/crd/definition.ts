import { z } from 'zod';
import { FieldError } from '../errors/index.ts';
import type { KubeObject } from '../json/index.ts';
import { compileRules, hasRules, Schema, structuralErrors, type CelCompiler } from '../schema/index.ts';
import { compileJsonPath } from './json-path.ts';

const PrinterColumn = z.object({
  name: z.string().min(1),
  type: z.enum(['integer', 'number', 'string', 'boolean', 'date']),
  format: z.string().optional(),
  description: z.string().optional(),
  priority: z.int().optional(),
  jsonPath: z.string().min(1),
});

const Version = z.object({
  name: z.string().min(1),
  served: z.boolean(),
  storage: z.boolean(),
  schema: z.object({ openAPIV3Schema: Schema }),
  subresources: z.strictObject({ status: z.object({}).optional() }).optional(),
  additionalPrinterColumns: z.array(PrinterColumn).optional(),
  selectableFields: z.array(z.object({ jsonPath: z.string() })).optional(),
});

const DefinitionSpec = z.object({
  group: z.string().min(1),
  scope: z.enum(['Namespaced', 'Cluster']),
  names: z.object({
    plural: z.string().min(1),
    kind: z.string().min(1),
    singular: z.string().optional(),
    listKind: z.string().optional(),
    shortNames: z.array(z.string()).optional(),
    categories: z.array(z.string()).optional(),
  }),
  versions: z.array(Version).min(1),
  conversion: z.object({ strategy: z.literal('None') }).optional(),
  preserveUnknownFields: z.literal(false).optional(),
});

/** The spec of a CustomResourceDefinition, as far as the emulator honours it. */
export type DefinitionSpec = z.infer<typeof DefinitionSpec>;

/** One version of a definition. */
export type DefinitionVersion = z.infer<typeof Version>;

/** Whether rules in CEL are compiled by a compiler, refused, or knowingly left out. */
export type CelSupport = CelCompiler | 'refuse' | 'ignore';

/** The spec of a definition that passed `definitionErrors`. */
export function readDefinition(object: KubeObject): DefinitionSpec {
  return DefinitionSpec.parse(object['spec']);
}

/** Why this definition is refused; empty when the emulator honours all of it. */
export function definitionErrors(object: KubeObject, cel: CelSupport): FieldError[] {
  const read = DefinitionSpec.safeParse(object['spec']);
  if (!read.success) {
    return read.error.issues.map((issue) => {
      const path = ['spec', ...issue.path.map(String)].join('.');
      return FieldError.invalid(path, undefined, issue.message);
    });
  }
  const spec = read.data;
  const errors: FieldError[] = [];
  const name = `${spec.names.plural}.${spec.group}`;
  if (object.metadata.name !== name) {
    errors.push(FieldError.invalid('metadata.name', object.metadata.name, 'must be spec.names.plural+"."+spec.group'));
  }
  if (spec.versions.filter((version) => version.storage).length !== 1) {
    errors.push(FieldError.invalid('spec.versions', [], 'must have exactly one version marked as storage version'));
  }
  for (const [index, version] of spec.versions.entries()) {
    errors.push(...versionErrors(version, `spec.versions[${index}]`, cel));
  }
  return errors;
}

function versionErrors(version: DefinitionVersion, path: string, cel: CelSupport): FieldError[] {
  const schema = version.schema.openAPIV3Schema;
  const at = `${path}.schema.openAPIV3Schema`;
  const errors = structuralErrors(schema, at);
  if (schema.type !== 'object')
    errors.push(FieldError.invalid(`${at}.type`, schema.type, 'must be object at the root'));
  if (hasRules(schema)) {
    if (cel === 'refuse') {
      errors.push(
        FieldError.forbidden(
          at,
          'x-kubernetes-validations need a CEL compiler, and this emulator was started without one',
        ),
      );
    } else if (cel !== 'ignore') errors.push(...compileRules(schema, at, cel).errors);
  }
  const paths = [
    ...(version.additionalPrinterColumns ?? []).map((column, index) => ({
      source: column.jsonPath,
      where: `${path}.additionalPrinterColumns[${index}].jsonPath`,
    })),
    ...(version.selectableFields ?? []).map((selectable, index) => ({
      source: selectable.jsonPath,
      where: `${path}.selectableFields[${index}].jsonPath`,
    })),
  ];
  for (const { source, where } of paths) {
    try {
      compileJsonPath(source);
    } catch (error) {
      errors.push(FieldError.invalid(where, source, error instanceof Error ? error.message : String(error)));
    }
  }
  return errors;
}
