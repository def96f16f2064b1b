import { executeFault } from '../fault.ts';
import { textOf } from '../format/print.ts';
import type { Meter } from '../meter.ts';
import { isTrue, kindOf, typeOf } from '../values/kinds.ts';
import { GoList, GoMap, GoStruct, stringList, type Value } from '../values/value.ts';
import { fixed, variadic, type FunctionTable } from './signature.ts';

function mapOf(meter: Meter, entries: readonly (readonly [string, Value])[]): GoMap {
  meter.items(entries.length);
  return new GoMap('interface {}', new Map(entries));
}

function dict(meter: Meter, pairs: readonly Value[]): GoMap {
  const entries: [string, Value][] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const value = at + 1 < pairs.length ? (pairs[at + 1] ?? null) : '';
    entries.push([textOf(pairs[at] ?? null, meter), value]);
  }
  return mapOf(meter, entries);
}

/** A nil map cannot be written to. */
function writable(map: GoMap): GoMap {
  if (map.isNil) throw executeFault('a nil map cannot be changed');
  return map;
}

/**
 * What mergo does: values that are missing or empty are filled in, maps are merged; with `overwrite` those of `from` win, also when they are
 * empty themselves.
 */
function merge(meter: Meter, into: GoMap, from: GoMap, overwrite: boolean, level = 0): GoMap {
  meter.depth(level);
  for (const [key, value] of from.entries) {
    meter.spend(1);
    const present = into.entries.get(key);
    if (value === null) {
      if (overwrite) put(into, from, key, value);
    } else if (present instanceof GoMap && value instanceof GoMap && isTrue(present)) {
      merge(meter, present, value, overwrite, level + 1);
    } else {
      if (present instanceof GoStruct && value instanceof GoMap)
        throw executeFault('a dict cannot be merged into a struct');
      if (overwrite || present === undefined || !isTrue(present)) put(into, from, key, value);
    }
  }
  meter.items(into.entries.size);
  return into;
}

/** A map of texts, such as \`split\` gives, takes nothing from a dict, not even a text. */
function put(into: GoMap, from: GoMap, key: string, value: Value): void {
  if (into.element !== 'interface {}' && into.element !== from.element) {
    throw executeFault(`a value of another type cannot be merged into a ${typeOf(into)}`);
  }
  into.entries.set(key, value);
}

function mergeAll(overwrite: boolean): (meter: Meter, sources: readonly GoMap[], into: GoMap) => GoMap {
  return (meter, sources, into) => {
    const target = into.isNil && sources.some(({ isNil }) => !isNil) ? mapOf(meter, []) : into;
    return sources.reduce((merged, source) => merge(meter, merged, source, overwrite), target);
  };
}

function deepCopy(meter: Meter, value: Value, level = 0): Value {
  meter.depth(level);
  if (value instanceof GoList) {
    meter.items(value.items.length);
    return new GoList(
      value.element,
      value.items.map((item) => deepCopy(meter, item, level + 1)),
      value.isNil,
    );
  }
  if (!(value instanceof GoMap)) return value;
  meter.items(value.entries.size);
  const entries = [...value.entries].map(([key, item]) => [key, deepCopy(meter, item, level + 1)] as const);
  return new GoMap(value.element, new Map(entries), value.isNil);
}

/** The value below a path of keys, or the default; the last three arguments at least are key, default and dict. */
function dig(args: readonly Value[]): Value {
  if (args.length < 3) throw executeFault('dig needs a key, a default and a dict');
  const path = args.slice(0, -2);
  let current: Value = args.at(-1) ?? null;
  for (const key of path) {
    if (typeof key !== 'string') throw executeFault(`dig needs keys that are texts, not a ${kindOf(key)}`);
    if (!(current instanceof GoMap)) throw executeFault(`dig cannot look into a ${kindOf(current)}`);
    const next: Value | undefined = current.entries.get(key);
    if (next === undefined) return args.at(-2) ?? null;
    current = next;
  }
  return current;
}

const copyOf = fixed(['any'], (meter, value) => {
  if (value === null) throw executeFault('nil cannot be copied');
  return deepCopy(meter, value);
});

/** Maps with text keys. Where Go's order is by chance, ours is that of the keys. */
export const dicts: FunctionTable = {
  dict: variadic([], 'any', dict),
  get: fixed(['map', 'string'], (_meter, map, key) => map.entries.get(key) ?? (map.entries.has(key) ? null : '')),
  set: fixed(['map', 'string', 'any'], (meter, map, key, value) => {
    writable(map).entries.set(key, value);
    meter.spend(1);
    return map;
  }),
  unset: fixed(['map', 'string'], (_meter, map, key) => {
    map.entries.delete(key);
    return map;
  }),
  hasKey: fixed(['map', 'string'], (_meter, map, key) => map.entries.has(key)),
  keys: variadic([], 'map', (meter, maps) => {
    const keys = maps.flatMap((map) => map.sortedKeys());
    meter.items(keys.length);
    return stringList(keys);
  }),
  values: fixed(['map'], (meter, map) => {
    meter.items(map.entries.size);
    return new GoList(
      'interface {}',
      map.sortedKeys().map((key) => map.entries.get(key) ?? null),
    );
  }),
  pluck: variadic(['string'], 'map', (meter, maps, key) => {
    meter.items(maps.length);
    const found = maps.flatMap((map) => (map.entries.has(key) ? [map.entries.get(key) ?? null] : []));
    return new GoList('interface {}', found);
  }),
  pick: variadic(['map'], 'string', (meter, keys, map) =>
    mapOf(
      meter,
      keys.flatMap((key) => (map.entries.has(key) ? [[key, map.entries.get(key) ?? null] as const] : [])),
    ),
  ),
  omit: variadic(['map'], 'string', (meter, keys, map) =>
    mapOf(
      meter,
      [...map.entries].filter(([key]) => !keys.includes(key)),
    ),
  ),
  merge: variadic(['map'], 'map', mergeAll(false)),
  mergeOverwrite: variadic(['map'], 'map', mergeAll(true)),
  mustMerge: variadic(['map'], 'map', mergeAll(false)),
  mustMergeOverwrite: variadic(['map'], 'map', mergeAll(true)),
  dig: variadic([], 'any', (_meter, args) => dig(args)),
  deepCopy: copyOf,
  mustDeepCopy: copyOf,
};
