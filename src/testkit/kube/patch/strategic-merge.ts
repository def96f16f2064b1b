import { badRequest } from '../errors/index.ts';
import { fieldType } from '../fields/merge-type.ts';
import { SCALAR, UNTYPED, type ListType, type MapType, type MergeType } from '../fields/index.ts';
import { isObject, listOf, sameJson, setKey, type Json, type JsonObject } from '../json/index.ts';

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';
const RETAIN = '$retainKeys';

/**
 * Strategic merge patch: a merge patch in which keyed lists are merged entry by entry. The keys are those of server-side
 * apply, of which strategic merge uses the first.
 * @throws ApiError 400 for a directive that is not known.
 */
export function strategicMergePatch(type: MergeType, target: JsonObject, patch: JsonObject): Json {
  return mergeObject(
    type.shape === 'map' ? type : { shape: 'map', atomic: false, fields: {}, element: UNTYPED },
    target,
    patch,
  );
}

function mergeObject(type: MapType, target: Json | undefined, patch: JsonObject): Json {
  const directive = patch['$patch'];
  if (directive === 'replace') return clean(patch);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge')
    throw badRequest(`unknown $patch directive: ${JSON.stringify(directive)}`);
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  const retained = patch[RETAIN];
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$') || value === undefined) {
      applyListDirective(merged, key, value);
    } else if (value === null) Reflect.deleteProperty(merged, key);
    else setKey(merged, key, mergeValue(fieldType(type, key) ?? UNTYPED, merged[key], value, patch[ORDER + key]));
  }
  if (Array.isArray(retained)) {
    for (const key of Object.keys(merged)) if (!retained.includes(key)) Reflect.deleteProperty(merged, key);
  }
  return merged;
}

function applyListDirective(merged: JsonObject, key: string, value: Json | undefined): void {
  if (key === RETAIN || key === '$patch' || key.startsWith(ORDER)) return;
  if (!key.startsWith(DELETE_FROM))
    throw badRequest(`unknown directive in strategic merge patch: ${JSON.stringify(key)}`);
  const field = key.slice(DELETE_FROM.length);
  const gone = listOf(value);
  setKey(
    merged,
    field,
    listOf(merged[field]).filter((entry) => !gone.some((each) => sameJson(each, entry))),
  );
}

function mergeValue(type: MergeType, target: Json | undefined, patch: Json, order: Json | undefined): Json {
  if (isObject(patch)) {
    const map: MapType =
      type.shape === 'map'
        ? { ...type, element: type.element ?? UNTYPED }
        : { shape: 'map', atomic: false, fields: {}, element: UNTYPED };
    return mergeObject(map, target, patch);
  }
  if (!Array.isArray(patch) || type.shape !== 'list' || type.relation === 'atomic') return patch;
  if (type.relation === 'set') {
    const before = listOf(target);
    return [...before, ...patch.filter((entry) => !before.some((each) => sameJson(each, entry)))];
  }
  return sortBy(type, mergeEntries(type, listOf(target), patch), listOf(order));
}

function mergeEntries(type: ListType, target: readonly Json[], patch: readonly Json[]): Json[] {
  const [key = ''] = type.keys;
  if (patch.some((entry) => isObject(entry) && entry['$patch'] === 'replace')) {
    return patch.filter((entry) => !(isObject(entry) && entry['$patch'] === 'replace'));
  }
  const merged = [...target];
  const element: MapType =
    type.element.shape === 'map' ? type.element : { shape: 'map', atomic: false, fields: {}, element: SCALAR };
  for (const entry of patch) {
    if (!isObject(entry)) throw badRequest('strategic merge patch: an entry of a keyed list must be an object');
    const index = merged.findIndex((each) => isObject(each) && sameJson(each[key], entry[key]));
    if (entry['$patch'] === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index < 0) merged.push(mergeObject(element, undefined, entry));
    else merged[index] = mergeObject(element, merged[index], entry);
  }
  return merged;
}

/** Entries in the order that the patch asks for; the others keep their places at the end. */
function sortBy(type: ListType, entries: Json[], order: readonly Json[]): Json[] {
  if (order.length === 0) return entries;
  const [key = ''] = type.keys;
  const rank = (entry: Json): number => {
    const at = order.findIndex((each) => isObject(each) && isObject(entry) && sameJson(each[key], entry[key]));
    return at < 0 ? order.length : at;
  };
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

const clean = (patch: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(patch).filter(([key, value]) => !key.startsWith('$') && value !== null));
