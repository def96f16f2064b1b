import { isObject, setKey, type Json, type JsonObject } from '../json/index.ts';

/** RFC 7386: objects are merged, null removes, all else replaces. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) Reflect.deleteProperty(merged, key);
    else setKey(merged, key, mergePatch(merged[key], value));
  }
  return merged;
}
