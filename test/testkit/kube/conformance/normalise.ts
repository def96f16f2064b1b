import type { Json, JsonObject } from '../../../../src/testkit/kube/index.ts';

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** What differs between any two servers, or between two runs, replaced by its kind: uids, versions, instants, the namespace. */
export function normalise(value: Json | undefined, namespace: string): Json {
  if (value === undefined) return null;
  if (typeof value === 'string') {
    // A refused patch is quoted whole, in an order of keys that is no rule.
    return value
      .replace(/Invalid value: "\{.*\}"/, 'Invalid value: <patched>')
      .replace(/^\d+s$/, '<age>')
      .replaceAll(UID, '<uid>')
      .replaceAll(TIME, '<time>')
      .replaceAll(namespace, '<namespace>');
  }
  if (Array.isArray(value)) return value.map((entry) => normalise(entry, namespace));
  if (typeof value !== 'object' || value === null) return value;
  const result: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    if (key === 'resourceVersion' && typeof child === 'string') result[key] = child === '' ? '' : '<version>';
    // The order of managed fields depends on whether two writes fell into one second.
    // Columns of built-in kinds quote the API's documentation.
    else if (key === 'description' && typeof child === 'string' && !child.includes('JSONPath')) result[key] = '';
    // The real server reports causes in the order of a Go map, and some twice; the message lists them so, too.
    else if (key === 'causes' && Array.isArray(child)) {
      result[key] = byText(child.map((entry) => normalise(entry, namespace))).filter(isFirst);
    } else if (key === 'message' && typeof child === 'string' && child.includes(' is invalid: [')) {
      result[key] = normalise(child.slice(0, child.indexOf('[')), namespace);
    } else if (key === 'managedFields' && Array.isArray(child))
      result[key] = byText(child.map((entry) => normalise(entry, namespace)));
    else if (child !== undefined) result[key] = normalise(child, namespace);
  }
  return result;
}

const isFirst = (entry: Json, index: number, all: readonly Json[]): boolean =>
  index === 0 || JSON.stringify(entry) !== JSON.stringify(all[index - 1]);

const byText = (entries: Json[]): Json[] =>
  [...entries].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
