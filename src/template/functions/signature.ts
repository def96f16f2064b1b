import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { GoInt, GoMap, GoObject, type GoFunction, type ParameterName, type Slot, type Value } from '../values/value.ts';

/** How the body of a function sees each Go type. */
interface ParameterTypes {
  string: string;
  int: number;
  float64: number;
  bool: boolean;
  any: Value;
  value: Slot;
  map: GoMap;
  // Their classes use this file; who needs more than a GoObject asks for the class.
  time: GoObject;
  duration: GoObject;
  version: GoObject;
}

type Arguments<Names extends readonly ParameterName[]> = { [Index in keyof Names]: ParameterTypes[Names[Index]] };

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, GoFunction>>;

/** A function with a fixed number of parameters. */
export function fixed<const Names extends readonly ParameterName[]>(
  parameters: Names,
  body: (meter: Meter, ...args: Arguments<Names>) => Slot,
): GoFunction {
  return { parameters, rest: undefined, call: (meter, args) => body(meter, ...typed(parameters, args)) };
}

/** A function whose last parameter is variadic; the body gets the rest as a list, before the others. */
export function variadic<const Names extends readonly ParameterName[], Rest extends ParameterName>(
  parameters: Names,
  rest: Rest,
  body: (meter: Meter, rest: ParameterTypes[Rest][], ...args: Arguments<Names>) => Slot,
): GoFunction {
  return {
    parameters,
    rest,
    call: (meter, args) => {
      const others = args.slice(parameters.length).map((arg) => unbox(rest, arg));
      return body(meter, others, ...typed(parameters, args));
    },
  };
}

function typed<const Names extends readonly ParameterName[]>(names: Names, args: readonly Slot[]): Arguments<Names> {
  const values: unknown = names.map((name, i) => unbox(name, args[i]));
  if (!matches(names, values)) throw executeFault('an argument has the wrong type');
  return values;
}

/** Each value has been unboxed as its name says; what is left to check is that there are as many. */
function matches<Names extends readonly ParameterName[]>(names: Names, values: unknown): values is Arguments<Names> {
  return Array.isArray(values) && values.length === names.length;
}

type Unboxers = { readonly [Name in ParameterName]: (slot: Slot) => ParameterTypes[Name] };

function wrong(name: ParameterName): Error {
  return executeFault(`expected a value of type ${name}`);
}

const NIL_MAP = new GoMap('interface {}', new Map(), true);

function object(slot: Slot, name: ParameterName): GoObject {
  if (!(slot instanceof GoObject)) throw wrong(name);
  return slot;
}

const UNBOX: Unboxers = {
  string: (slot) => {
    if (typeof slot !== 'string') throw wrong('string');
    return slot;
  },
  int: (slot) => {
    if (!(slot instanceof GoInt)) throw wrong('int');
    return Number(slot.value);
  },
  float64: (slot) => {
    if (typeof slot !== 'number') throw wrong('float64');
    return slot;
  },
  bool: (slot) => {
    if (typeof slot !== 'boolean') throw wrong('bool');
    return slot;
  },
  any: (slot) => slot ?? null,
  value: (slot) => slot,
  map: (slot) => {
    if (slot === undefined) return NIL_MAP;
    if (!(slot instanceof GoMap)) throw wrong('map');
    return slot;
  },
  time: (slot) => object(slot, 'time'),
  duration: (slot) => object(slot, 'duration'),
  version: (slot) => object(slot, 'version'),
};

function unbox<Name extends ParameterName>(name: Name, slot: Slot): ParameterTypes[Name] {
  return UNBOX[name](slot);
}
