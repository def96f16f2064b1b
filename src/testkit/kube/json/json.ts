import { isDeepStrictEqual } from 'node:util';

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object; an absent key reads as `undefined` and is never stored as such. */
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Whether `value` is a JSON object: neither null, nor a list, nor a scalar. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` when it is an object, else an empty one that is not part of the original. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** `value` when it is a list, else an empty one that is not part of the original. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** `value` when it is a string, else `undefined`. */
export function stringOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Deep equality; the order of object keys does not count, that of lists does. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return isDeepStrictEqual(a, b);
}

/** The value at `path`, or `undefined` as soon as a step is missing or not an object. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const step of path) here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  return here;
}

/** A copy of `object` without the named keys; one level deep. */
export function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Sets a key also when it is called `__proto__`, which an assignment would swallow. */
export function setKey(object: JsonObject, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/**
 * Parses text as JSON.
 * @throws SyntaxError when the text is no JSON.
 */
export function parseJson(text: string): Json {
  // JSON.parse is typed as any; what it returns is Json by the grammar of JSON.
  const value: Json = JSON.parse(text) as Json;
  return value;
}
