import type { CustomResourceDefinition, StructuralSchema } from '../../src/crd/index.ts';

/** What the operator does with an object that a resource names. */
export type Deed =
  /** Reads a Secret. */
  | 'read-secret'
  /** Writes a Secret, or deletes it. */
  | 'write-secret'
  /** Writes a ConfigMap, or deletes it. */
  | 'write-config-map'
  /** Has tokens of a ServiceAccount minted, or reads those that are stored. */
  | 'use-service-account';

/** A place of a spec that names objects, perhaps in another namespace. */
export interface ReferencePlace {
  /** From the spec: `['authentication', 'universalAuth', 'credentialsRef']`. */
  readonly path: readonly string[];
  /** Whether a list stands at the end of the path. */
  readonly isList: boolean;
  readonly deed: Deed;
  /** Its fields. */
  readonly name: string;
  readonly namespace: string;
}

/** Pairs of fields that name an object. */
const PAIRS: readonly { readonly name: string; readonly namespace: string }[] = [
  { name: 'secretName', namespace: 'secretNamespace' },
  { name: 'configMapName', namespace: 'configMapNamespace' },
  { name: 'name', namespace: 'namespace' },
];

/**
 * Every place of the spec that names an object, read off the schema, so that none can be forgotten. Throws for one whose name does not tell what is done with
 * it.
 */
export function referencePlaces(definition: CustomResourceDefinition): readonly ReferencePlace[] {
  const schema = definition.spec.versions[0].schema.openAPIV3Schema.properties?.['spec'];
  if (schema === undefined) throw new Error(`${definition.metadata.name} has no spec`);
  return placesBelow(schema, []);
}

function placesBelow(schema: StructuralSchema, path: readonly string[]): readonly ReferencePlace[] {
  const isList = schema.items !== undefined;
  const { properties = {} } = schema.items ?? schema;
  const pair = PAIRS.find(({ name, namespace }) => name in properties && namespace in properties);
  const here = pair === undefined ? [] : [{ path, isList, ...pair, deed: deedOf(path, pair.name) }];
  const below = Object.entries(properties).flatMap(([field, each]) => placesBelow(each, [...path, field]));
  if (isList && below.length > 0) throw new Error(`${path.join('.')}: references below a list are not known here`);
  return [...here, ...below];
}

function deedOf(path: readonly string[], name: string): Deed {
  const field = path.at(-1) ?? '';
  if (field.startsWith('managed')) return name === 'configMapName' ? 'write-config-map' : 'write-secret';
  if (field === 'serviceAccountRef') return 'use-service-account';
  if (name === 'secretName') return 'read-secret';
  throw new Error(`${path.join('.')} names an object, and nobody says here what is done with it`);
}
