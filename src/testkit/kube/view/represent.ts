import { notAcceptable } from '../errors/index.ts';
import type { JsonObject, KubeObject } from '../json/index.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/index.ts';
import type { View } from './accept.ts';
import { toTable, type IncludeObject } from './table.ts';

const META_VERSION = 'meta.k8s.io/v1';

/** The metadata alone. */
function partial(object: KubeObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: META_VERSION, metadata: object.metadata };
}

/** One object in the representation asked for. */
export function representObject(
  kind: ResourceKind,
  view: View,
  include: IncludeObject,
  object: KubeObject,
  now: Date,
): JsonObject {
  switch (view) {
    case 'object':
      return object;
    case 'partial':
      return partial(object);
    case 'table':
      return toTable(kind, [object], { resourceVersion: object.metadata.resourceVersion ?? '' }, include, now);
    case 'partial-list':
      throw notAcceptable('you requested PartialObjectMetadataList, but the requested object is not a list');
  }
}

/** A list in the representation asked for. */
export function representList(
  kind: ResourceKind,
  view: View,
  include: IncludeObject,
  items: readonly KubeObject[],
  metadata: JsonObject,
  now: Date,
): JsonObject {
  switch (view) {
    case 'object':
      return { kind: kind.listKind, apiVersion: apiVersionOf(kind), metadata, items: [...items] };
    case 'partial-list':
      return { kind: 'PartialObjectMetadataList', apiVersion: META_VERSION, metadata, items: items.map(partial) };
    case 'table':
      return toTable(kind, items, metadata, include, now);
    case 'partial':
      throw notAcceptable('you requested PartialObjectMetadata, but the requested object is a list');
  }
}

/** The representation of watch events; a Table describes its columns in the first one only, as the real server does. */
export function watchRepresentation(
  kind: ResourceKind,
  view: View,
  include: IncludeObject,
  now: () => Date,
): (object: KubeObject) => JsonObject {
  if (view === 'partial-list') {
    throw notAcceptable('you requested PartialObjectMetadataList, but the requested object is not a list');
  }
  let first = true;
  return (object) => {
    const shown = representObject(kind, view, include, object, now());
    if (view !== 'table') return shown;
    const columns = first ? shown['columnDefinitions'] : null;
    first = false;
    // A bookmark has no row, only the version.
    const rows = object.metadata.name === undefined ? [] : shown['rows'];
    return { ...shown, columnDefinitions: columns, rows };
  };
}
