import { executeFault } from '../fault.ts';
import { deepEqual, sameScalar } from '../values/equality.ts';
import { kindOf, typeOf } from '../values/kinds.ts';
import { GoComplex, GoInt, GoList, GoMap, GoObject, type Slot } from '../values/value.ts';
import { fixed, variadic, type FunctionTable } from './signature.ts';

type BasicKind = 'bool' | 'complex' | 'int' | 'uint' | 'float' | 'string';

/** An object whose kind is a number, such as a duration, compares as that number. */
function bare(slot: Slot): Slot {
  if (!(slot instanceof GoObject) || typeof slot.essence !== 'bigint') return slot;
  return slot.kind === 'int' || slot.kind === 'int64' ? new GoInt(slot.kind, slot.essence) : slot;
}

function basicKind(slot: Slot): BasicKind | undefined {
  if (typeof slot === 'string') return 'string';
  if (typeof slot === 'boolean') return 'bool';
  if (typeof slot === 'number') return 'float';
  if (slot instanceof GoComplex) return 'complex';
  return slot instanceof GoInt ? (slot.type.startsWith('u') ? 'uint' : 'int') : undefined;
}

function isNil(slot: Slot): boolean {
  return slot === undefined || slot === null || ((slot instanceof GoList || slot instanceof GoMap) && slot.isNil);
}

function incompatible(left: Slot, right: Slot): Error {
  return executeFault(`a ${typeOf(left)} cannot be compared with a ${typeOf(right)}`);
}

function equal(first: Slot, second: Slot): boolean {
  const [left, right] = [bare(first), bare(second)];
  const kinds = [basicKind(left), basicKind(right)];
  if (kinds[0] !== kinds[1]) {
    if (left instanceof GoInt && right instanceof GoInt) return left.value === right.value;
    if (isInvalid(left) || isInvalid(right)) return false;
    throw incompatible(left, right);
  }
  if (kinds[0] !== undefined) return sameScalar(left ?? null, right ?? null);
  if (!isInvalid(left) && !isInvalid(right) && kindOf(left) !== kindOf(right)) throw incompatible(left, right);
  if (isNil(left) || isNil(right)) return isNil(left) === isNil(right);
  if (right instanceof GoList || right instanceof GoMap) throw incompatible(left, right);
  if (left instanceof GoObject && left.kind === 'ptr') return left === right;
  return typeOf(left) === typeOf(right) && sameScalar(left ?? null, right ?? null);
}

function isInvalid(slot: Slot): boolean {
  return slot === undefined || slot === null;
}

function less(first: Slot, second: Slot): boolean {
  const [left, right] = [bare(first), bare(second)];
  if (left instanceof GoInt && right instanceof GoInt) return left.value < right.value;
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left === 'string' && typeof right === 'string') return left < right;
  throw incompatible(left, right);
}

/** eq, ne, lt, le, gt and ge: basic types only, never an int with a float; eq takes several to compare the first with. deepEqual takes anything. */
export const comparison: FunctionTable = {
  eq: variadic(['value'], 'value', (_meter, others, first) => {
    if (others.length === 0) throw executeFault('an argument to compare with is missing');
    return others.some((other) => equal(first, other));
  }),
  ne: fixed(['value', 'value'], (_meter, left, right) => !equal(left, right)),
  lt: fixed(['value', 'value'], (_meter, left, right) => less(left, right)),
  le: fixed(['value', 'value'], (_meter, left, right) => less(left, right) || equal(left, right)),
  gt: fixed(['value', 'value'], (_meter, left, right) => !(less(left, right) || equal(left, right))),
  ge: fixed(['value', 'value'], (_meter, left, right) => !less(left, right)),
  deepEqual: fixed(['any', 'any'], (meter, left, right) => deepEqual(left, right, meter)),
};
