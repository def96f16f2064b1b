import type { Meter } from '../meter.ts';

/** Go's integer types that a template can meet; a literal is an int, sprig's arithmetic gives int64. */
export type IntType = 'int' | 'int64' | 'uint8' | 'uint64';

/** An integer with its Go type: `add 1 2` and 3 print alike and are still not the same to deepEqual or a parameter. */
export class GoInt {
  constructor(
    readonly type: IntType,
    readonly value: bigint,
  ) {}
}

/** A complex number; only literals make one. */
export class GoComplex {
  constructor(
    readonly real: number,
    readonly imaginary: number,
  ) {}
}

/** Element types of the lists and maps that functions return. */
export type ElementType = 'interface {}' | 'string' | 'int' | '[]interface {}';

/** A slice. A nil slice is empty, prints like an empty one and is null in JSON. */
export class GoList {
  constructor(
    readonly element: ElementType,
    readonly items: Value[],
    readonly isNil = false,
  ) {}
}

/** A map with string keys, the only ones that templates can make. */
export class GoMap {
  constructor(
    readonly element: 'interface {}' | 'string' | 'struct',
    readonly entries: Map<string, Value>,
    readonly isNil = false,
  ) {}

  /** What `index` gives for a key that is not there: the zero value of the element type. */
  get zero(): Value {
    if (this.element === 'string') return '';
    return this.element === 'struct' ? secretStruct('', '') : null;
  }

  /** Keys in byte order, as Go prints and ranges. */
  sortedKeys(): string[] {
    return [...this.entries.keys()].sort();
  }
}

/** A field of a struct: its name, its value and its name in JSON. */
export interface GoField {
  readonly name: string;
  readonly json: string;
  readonly value: Value;
}

/** A struct value, such as one secret with Value and SecretPath. */
export class GoStruct {
  constructor(
    readonly type: string,
    readonly fields: readonly GoField[],
  ) {}
}

/** The type name of one secret in the data. */
export const SECRET_TYPE = 'model.SecretTemplateOptions';

/** One secret as templates see it; both texts are byte strings. */
export function secretStruct(value: string, secretPath: string): GoStruct {
  return new GoStruct(SECRET_TYPE, [
    { name: 'Value', json: 'value', value },
    { name: 'SecretPath', json: 'secretPath', value: secretPath },
  ]);
}

/** A value that is used through its methods and prints as text: a version, a time, a duration, a month. */
export abstract class GoObject {
  abstract readonly type: string;
  abstract readonly kind: 'ptr' | 'struct' | 'int' | 'int64';
  /** What its String method gives. */
  abstract readonly text: string;
  /** What equality looks at; the number of one whose kind is a number. */
  abstract readonly essence: bigint | string;
  /** Its form in JSON; throws an execute fault when it has none. */
  abstract toJson(): string;
  /** A method by its name, bound to this value. */
  abstract method(name: string): GoFunction | undefined;
}

/** Anything a template can hold. `null` is a nil interface; strings are byte strings (see utf8.ts); number is float64. */
export type Value = null | boolean | number | string | GoInt | GoComplex | GoList | GoMap | GoStruct | GoObject;

/** What an evaluation yields: `undefined` is Go's invalid value, that of a missing key. */
export type Slot = Value | undefined;

/** An int. */
export function goInt(value: number | bigint): GoInt {
  return new GoInt('int', BigInt(value));
}

/** An int64, wrapped as Go's arithmetic wraps. */
export function goInt64(value: bigint): GoInt {
  return new GoInt('int64', BigInt.asIntN(64, value));
}

/** A []string. */
export function stringList(items: string[]): GoList {
  return new GoList('string', items);
}

/**
 * Go types of parameters. `any` is interface{}, `value` is reflect.Value (which accepts nothing at all), `map` is
 * map[string]interface{}.
 */
export type ParameterName =
  'string' | 'int' | 'float64' | 'bool' | 'any' | 'value' | 'map' | 'time' | 'duration' | 'version';

/** A function or method as the executor sees it: what it takes, and a body that may trust that it got that. */
export interface GoFunction {
  readonly parameters: readonly ParameterName[];
  /** Type of the variadic rest, if there is one. */
  readonly rest: ParameterName | undefined;
  readonly call: (meter: Meter, args: readonly Slot[]) => Slot;
}
