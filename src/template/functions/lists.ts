import { executeFault } from '../fault.ts';
import { textOf } from '../format/print.ts';
import type { Meter } from '../meter.ts';
import { deepEqual } from '../values/equality.ts';
import { isTrue, kindOf } from '../values/kinds.ts';
import { GoList, GoMap, stringList, type GoFunction, type Value } from '../values/value.ts';
import { toInt64 } from './cast.ts';
import { fixed, variadic, type FunctionTable } from './signature.ts';
import { splitText, texts } from './texts.ts';

/** A []interface{}. */
function listOf(meter: Meter, items: Value[]): GoList {
  meter.items(items.length);
  return new GoList('interface {}', items);
}

const NIL_LIST = new GoList('interface {}', [], true);

/** The elements of a list; anything else is refused, by its kind. */
function items(value: Value, doing: string): Value[] {
  if (value instanceof GoList) return value.items;
  throw executeFault(`cannot ${doing} a ${kindOf(value)}`);
}

function includes(meter: Meter, list: readonly Value[], needle: Value): boolean {
  return list.some((item) => deepEqual(item, needle, meter));
}

function slice(meter: Meter, list: Value, bounds: readonly Value[]): Value {
  const all = items(list, 'slice');
  if (all.length === 0) return null;
  const [start = 0n, end = BigInt(all.length)] = bounds.map(toInt64);
  if (start < 0n || end > BigInt(all.length) || start > end) throw executeFault('the positions are out of range');
  const part = all.slice(Number(start), Number(end));
  meter.items(part.length);
  return new GoList(list instanceof GoList ? list.element : 'interface {}', part);
}

/** Go reckons the number of chunks as a float, which makes something of a negative size now and then. */
function chunk(meter: Meter, size: number, list: Value): GoList {
  const all = items(list, 'chunk');
  const count = Math.floor((all.length - 1) / size) + 1;
  if (!(count >= 0 && count !== Infinity)) throw executeFault('the size of a chunk must be at least 1');
  meter.items(count);
  const chunks: Value[] = [];
  for (let i = 0; i < count; i++) {
    const rest = i === count - 1 ? all.length % size : 0;
    const length = rest === 0 ? size : rest;
    if (length < 0 || i * size + length > all.length) throw executeFault('the size of a chunk must be at least 1');
    chunks.push(listOf(meter, all.slice(i * size, i * size + length)));
  }
  return new GoList('[]interface {}', chunks);
}

function uniq(meter: Meter, list: Value): GoList {
  const kept: Value[] = [];
  for (const item of items(list, 'find unique elements of')) {
    meter.spend(kept.length);
    if (!includes(meter, kept, item)) kept.push(item);
  }
  return listOf(meter, kept);
}

function sortAlpha(meter: Meter, list: Value): GoList {
  const parts = list instanceof GoList ? texts(list, meter) : [textOf(list, meter)];
  // A sort compares each element some log2(n) times.
  meter.spend(parts.length * Math.ceil(Math.log2(parts.length + 1)));
  return stringList([...parts].sort());
}

function split(meter: Meter, separator: string, text: string, limit: number): GoMap {
  const parts = splitText(separator, text, limit);
  meter.items(parts.length);
  return new GoMap('string', new Map(parts.map((part, index) => [`_${index}`, part])));
}

const list = variadic([], 'any', (meter, values) => listOf(meter, values));
const append = fixed(['any', 'any'], (meter, to, value) => listOf(meter, [...items(to, 'push on'), value]));

/** Functions that sprig has twice: the plain one, and one that fails where the other panics, which is the same here. */
const withMust: FunctionTable = {
  append,
  push: append,
  prepend: fixed(['any', 'any'], (meter, to, value) => listOf(meter, [value, ...items(to, 'prepend on')])),
  first: fixed(['any'], (_meter, value) => items(value, 'find the first of')[0] ?? null),
  last: fixed(['any'], (_meter, value) => items(value, 'find the last of').at(-1) ?? null),
  rest: fixed(['any'], (meter, value) => {
    const all = items(value, 'find the rest of');
    return all.length === 0 ? NIL_LIST : listOf(meter, all.slice(1));
  }),
  initial: fixed(['any'], (meter, value) => {
    const all = items(value, 'find the initial part of');
    return all.length === 0 ? NIL_LIST : listOf(meter, all.slice(0, -1));
  }),
  reverse: fixed(['any'], (meter, value) => listOf(meter, [...items(value, 'reverse')].reverse())),
  compact: fixed(['any'], (meter, value) => listOf(meter, items(value, 'compact').filter(isTrue))),
  uniq: fixed(['any'], uniq),
  has: fixed(['any', 'any'], (meter, needle, value) =>
    value === null ? false : includes(meter, items(value, 'look into'), needle),
  ),
  without: variadic(['any'], 'any', (meter, omitted, value) =>
    listOf(
      meter,
      items(value, 'leave elements out of').filter((item) => !includes(meter, omitted, item)),
    ),
  ),
  slice: variadic(['any'], 'any', (meter, bounds, value) => slice(meter, value, bounds)),
  chunk: fixed(['int', 'any'], chunk),
};

function must(table: FunctionTable): FunctionTable {
  const name = (plain: string): string => `must${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
  return Object.fromEntries(Object.entries(table).map(([plain, body]): [string, GoFunction] => [name(plain), body]));
}

/** Lists, and texts that are split into them. */
export const lists: FunctionTable = {
  list,
  tuple: list,
  ...withMust,
  ...must(withMust),
  concat: variadic([], 'any', (meter, parts) => {
    const all = parts.flatMap((part) => items(part, 'concatenate'));
    return all.length === 0 ? NIL_LIST : listOf(meter, all);
  }),
  sortAlpha: fixed(['any'], sortAlpha),
  splitList: fixed(['string', 'string'], (meter, separator, text) => {
    const parts = splitText(separator, text, -1);
    meter.items(parts.length);
    return stringList(parts);
  }),
  split: fixed(['string', 'string'], (meter, separator, text) => split(meter, separator, text, -1)),
  splitn: fixed(['string', 'int', 'string'], (meter, separator, limit, text) => split(meter, separator, text, limit)),
};
