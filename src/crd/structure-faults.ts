import type { StructuralSchema } from './structural-schema.ts';

/** Where a value is: names of fields, and indexes of lists. */
export type Path = readonly (string | number)[];

/** What the API server refuses because of the shape of the schema, and a zod schema takes. */
export interface StructureFault {
  readonly path: Path;
  /** `unknown`: no such field; only a server that is asked to be strict minds. `duplicate`: an entry that a set, or by its keys a keyed list, has twice. */
  readonly kind: 'unknown' | 'duplicate';
  /** Names of the fields that are known in its place. */
  readonly known: readonly string[];
}

/** Every field that the schema does not name, and every entry that a set or a keyed list has twice. Values of the wrong type are looked over. */
export function structureFaults(schema: StructuralSchema, value: unknown, path: Path = []): readonly StructureFault[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    const below =
      items === undefined ? [] : value.flatMap((entry, index) => structureFaults(items, entry, [...path, index]));
    return [...duplicates(schema, value, path), ...below];
  }
  if (!isRecord(value) || isOpen(schema)) return [];
  const known = Object.keys(schema.properties ?? {});
  return Object.entries(value).flatMap(([name, child]) => {
    const field = fieldOf(schema, name);
    const at = [...path, name];
    return field === undefined ? [{ path: at, kind: 'unknown', known }] : structureFaults(field, child, at);
  });
}

/** The value without what is null: the API server drops it, as no field of a definition here is nullable. */
export function withoutNulls(schema: StructuralSchema | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutNulls(schema?.items, entry));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([name, child]): readonly (readonly [string, unknown])[] => {
    const field = schema && fieldOf(schema, name);
    return child === null && field !== undefined ? [] : [[name, withoutNulls(field, child)]];
  });
  return Object.fromEntries(kept);
}

function fieldOf({ properties, additionalProperties }: StructuralSchema, name: string): StructuralSchema | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

/** Whether anything may be in it: a place that is kept as it is, or metadata, which the server itself describes. */
function isOpen(schema: StructuralSchema): boolean {
  const { properties, additionalProperties } = schema;
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    (properties === undefined && additionalProperties === undefined)
  );
}

function duplicates(schema: StructuralSchema, values: readonly unknown[], path: Path): readonly StructureFault[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  return values.flatMap((value, index): readonly StructureFault[] => {
    const identity = type === 'map' && isRecord(value) ? keys.map((key) => value[key]) : value;
    const id = JSON.stringify(identity);
    if (seen.has(id)) return [{ path: [...path, index], kind: 'duplicate', known: [] }];
    seen.add(id);
    return [];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
