import { isObject, listOf, objectOf, setKey, type Json, type JsonObject } from '../json/index.ts';
import type { FieldSet } from './field-set.ts';
import { entryStep, fieldType, keyStep, resolve, UNTYPED, type ListType, type MergeType } from './merge-type.ts';

/** The live value with an applied configuration laid over it: maps and granular lists entry by entry, the rest replaced. */
export function merge(type: MergeType, live: Json | undefined, applied: Json | undefined): Json | undefined {
  if (applied === undefined) return live;
  if (live === undefined) return applied;
  const shape = resolve(type, applied);
  if (shape.shape === 'map' && !shape.atomic && isObject(applied) && isObject(live)) {
    const merged: JsonObject = {};
    for (const key of new Set([...Object.keys(live), ...Object.keys(applied)])) {
      const value = merge(fieldType(shape, key) ?? UNTYPED, live[key], applied[key]);
      if (value !== undefined) setKey(merged, key, value);
    }
    return merged;
  }
  if (shape.shape === 'list' && shape.relation !== 'atomic' && Array.isArray(live) && Array.isArray(applied)) {
    return mergeEntries(shape, live, applied);
  }
  return applied;
}

/** Applied order rules; live entries that were not applied keep their place before the applied ones they preceded. */
function mergeEntries(type: ListType, live: readonly Json[], applied: readonly Json[]): Json[] {
  const step = (entry: Json): string => entryStep(type, entry);
  const liveBySteps = new Map(live.map((entry) => [step(entry), entry]));
  const appliedSteps = new Set(applied.map(step));
  const merged: Json[] = [];
  let next = 0;
  const takeLiveOnly = (): void => {
    for (let entry = live[next]; entry !== undefined && !appliedSteps.has(step(entry)); entry = live[++next]) {
      merged.push(entry);
    }
  };
  for (const entry of applied) {
    takeLiveOnly();
    const result = merge(type.element, liveBySteps.get(step(entry)), entry);
    if (result !== undefined) merged.push(result);
    const here = live[next];
    if (here !== undefined && appliedSteps.has(step(here))) next += 1;
  }
  for (const entry of live.slice(next)) if (!appliedSteps.has(step(entry))) merged.push(entry);
  return merged;
}

/**
 * The value without the fields in `remove`. A granular object or list that becomes empty is null: typed kinds drop that,
 * and the schema of a custom resource refuses it, in the real server too.
 */
export function removeFields(type: MergeType, value: Json, remove: FieldSet): Json {
  const shape = resolve(type, value);
  if (shape.shape === 'map' && isObject(value)) {
    const kept: JsonObject = {};
    for (const [key, child] of Object.entries(value)) {
      const step = keyStep(key);
      if (child === undefined || remove.has([step])) continue;
      const below = remove.below(step);
      setKey(kept, key, below.isEmpty ? child : removeFields(fieldType(shape, key) ?? UNTYPED, child, below));
    }
    return Object.keys(kept).length === 0 ? null : kept;
  }
  if (shape.shape === 'list' && shape.relation !== 'atomic') {
    const kept: Json[] = [];
    for (const entry of listOf(value)) {
      const step = entryStep(shape, entry);
      if (remove.has([step])) continue;
      const below = remove.below(step);
      kept.push(below.isEmpty ? entry : removeFields(shape.element, entry, below));
    }
    return kept.length === 0 ? null : kept;
  }
  return shape.shape === 'scalar' ? value : null;
}

/** The value without nulls in objects, for kinds that cannot hold them. */
export function dropNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(objectOf(value))) {
    if (child !== undefined && child !== null) setKey(kept, key, dropNulls(child));
  }
  return kept;
}
