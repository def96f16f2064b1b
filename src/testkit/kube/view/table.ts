import { badRequest } from '../errors/index.ts';
import type { JsonObject, KubeObject } from '../json/index.ts';
import type { ResourceKind } from '../kinds/index.ts';

/** How much of each object a Table row carries. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** Reads `includeObject`; the metadata is the default. */
export function readIncludeObject(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') ?? '';
  if (value === '' || value === 'Metadata') return 'Metadata';
  if (value === 'None' || value === 'Object') return value;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(value)}`);
}

/** Objects as a Table with the columns of their kind. */
export function toTable(
  kind: ResourceKind,
  items: readonly KubeObject[],
  metadata: JsonObject,
  include: IncludeObject,
  now: Date,
): JsonObject {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: kind.columns.map(({ name, type, format, description, priority }) => ({
      name,
      type,
      format: format ?? '',
      description: description ?? '',
      priority,
    })),
    rows: items.map((object) => ({
      cells: kind.columns.map((column) => column.cell(object, now)),
      object: include === 'None' ? null : include === 'Object' ? object : partialRow(object),
    })),
  };
}

const partialRow = (object: KubeObject): JsonObject => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: object.metadata,
});
