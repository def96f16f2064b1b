import { dropNulls, FieldSet } from '../fields/index.ts';
import {
  at,
  isKubeObject,
  listOf,
  objectOf,
  sameJson,
  without,
  type Json,
  type JsonObject,
  type KubeObject,
} from '../json/index.ts';
import { dropUnknown, keepOtherHalf, withGeneration, type Decoded, type ResourceKind } from '../kinds/index.ts';
import { OBJECT_META } from '../fields/index.ts';
import { FieldError } from '../errors/index.ts';
import {
  compileRules,
  dropAbsentNulls,
  prune,
  rootMergeType,
  ruleErrors,
  schemaErrors,
  withDefaults,
  type RuleTable,
  type SchemaNode,
} from '../schema/index.ts';
import { customColumns } from './custom-columns.ts';
import { readDefinition, type CelSupport, type DefinitionVersion } from './definition.ts';
import { compileJsonPath } from './json-path.ts';

/** The kinds that a definition serves, one per served version. */
export function customKinds(definition: KubeObject, cel: CelSupport): ResourceKind[] {
  const spec = readDefinition(definition);
  return spec.versions.filter((version) => version.served).map((version) => customKind(definition, version, cel));
}

function customKind(definition: KubeObject, version: DefinitionVersion, cel: CelSupport): ResourceKind {
  const spec = readDefinition(definition);
  const { group, names } = spec;
  const schema = version.schema.openAPIV3Schema;
  const rules: RuleTable = typeof cel === 'string' ? new Map() : compileRules(schema, '', cel).table;
  const hasStatus = version.subresources?.status !== undefined;
  const apiVersion = `${group}/${version.name}`;
  // Stored objects keep the version they were written in; the only conversion is to say the one asked for.
  const load = (stored: KubeObject): KubeObject => ({ ...stored, apiVersion });
  const fields = (version.selectableFields ?? []).map(({ jsonPath }) => ({
    label: jsonPath.replace(/^\./, ''),
    find: compileJsonPath(jsonPath),
  }));
  return {
    group,
    version: version.name,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: spec.scope === 'Namespaced',
    subresources: hasStatus ? ['status'] : [],
    storage: `${names.plural}.${group}`,
    custom: true,
    mergeType: rootMergeType(schema),
    schema: published(definition, version.name),
    empty: {},
    unconditionalUpdate: false,
    createOnUpdate: false,
    returnsDeleted: false,
    columns: customColumns(version.additionalPrinterColumns),
    selectable: (object) => Object.fromEntries(fields.map(({ label, find }) => [label, text(find(object)[0])])),
    selectableFields: fields.map(({ label }) => label),
    decode: (object) => decode(schema, object),
    complete: (object) => complete(schema, object),
    prepareCreate: (object) => withGeneration(hasStatus ? withoutStatus(object) : object, 1),
    prepareUpdate: (next, old, subresource) =>
      count(hasStatus ? keepOtherHalf(next, old, subresource) : next, old, hasStatus),
    validate: (object, old) => validate(schema, rules, object, old),
    ignored: (subresource) =>
      hasStatus ? FieldSet.of([subresource === 'status' ? 'f:spec' : 'f:status']) : new FieldSet(),
    load,
    save: (object) => object,
  };
}

/** The schema as it was written, with the parts that every object has. */
function published(definition: KubeObject, version: string): JsonObject {
  const found = listOf(at(definition, 'spec', 'versions')).find((each) => at(each, 'name') === version);
  const schema = objectOf(at(found, 'schema', 'openAPIV3Schema'));
  const own = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } };
  return { ...schema, properties: { ...own, ...objectOf(schema['properties']) } };
}

const text = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

function withoutStatus(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  return { ...without(object, 'status'), apiVersion, kind, metadata };
}

/** The generation counts changes of everything but metadata, and but status where that is written separately. */
function count(next: KubeObject, old: KubeObject, hasStatus: boolean): KubeObject {
  const aside = ['metadata', 'apiVersion', ...(hasStatus ? ['status'] : [])];
  const changed = !sameJson(without(next, ...aside), without(old, ...aside));
  return changed ? withGeneration(next, (old.metadata.generation ?? 0) + 1) : next;
}

function decode(schema: SchemaNode, object: KubeObject): Decoded {
  const unknown: string[] = [];
  const metadata = dropNulls(dropUnknown(OBJECT_META, object.metadata, ['metadata'], unknown));
  const pruned = prune(schema, without(object, 'metadata'), '', unknown, true);
  const whole = { ...objectOf(withDefaults(schema, dropAbsentNulls(schema, pruned))), metadata };
  return { object: isKubeObject(whole) ? whole : object, unknown };
}

function complete(schema: SchemaNode, object: KubeObject): KubeObject {
  const whole = { ...objectOf(withDefaults(schema, without(object, 'metadata'))), metadata: object.metadata };
  return isKubeObject(whole) ? whole : object;
}

/** Errors after which the real server evaluates no rule: a rule could stumble over them. */
const BLOCKING: ReadonlySet<string> = new Set([
  'FieldValueRequired',
  'FieldValueNotSupported',
  'FieldValueTypeInvalid',
  'FieldValueTooLong',
  'FieldValueTooMany',
]);

const RULES_NOT_CHECKED = FieldError.invalid(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

function validate(schema: SchemaNode, rules: RuleTable, object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const errors = schemaErrors(schema, object, '');
  if (rules.size === 0) return errors;
  return errors.some(({ type }) => BLOCKING.has(type))
    ? [...errors, RULES_NOT_CHECKED]
    : [...errors, ...ruleErrors(rules, schema, object, old, '')];
}
