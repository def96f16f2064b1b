import { parseFloat64, parseInt64 } from '../values/parse-number.ts';
import { GoInt, GoObject, type Value } from '../values/value.ts';

const INT64_MIN = -(2n ** 63n);

/** A float64 as int64 the way amd64 does it: out of range gives the smallest number. */
function fromFloat(value: number): bigint {
  return Number.isFinite(value) && Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : INT64_MIN;
}

/** sprig's toInt64 and toInt: whatever cannot be read as a whole number is 0. `0x`, `0b` and leading zeros count as in Go. */
export function toInt64(value: Value): bigint {
  if (value instanceof GoInt) return BigInt.asIntN(64, value.value);
  if (value instanceof GoObject) return numberOf(value);
  if (typeof value === 'number') return fromFloat(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'string' ? (parseInt64(value.replace(/\.0+$/, ''), 0) ?? 0n) : 0n;
}

/** sprig's toFloat64: 0 for whatever cannot be read as a number. */
export function toFloat64(value: Value): number {
  if (value instanceof GoInt) return Number(value.value);
  if (value instanceof GoObject) return Number(numberOf(value));
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? (parseFloat64(value) ?? 0) : 0;
}

/** The number of a duration or a month; other objects count as 0. */
function numberOf({ kind, essence }: GoObject): bigint {
  return typeof essence === 'bigint' && (kind === 'int' || kind === 'int64') ? essence : 0n;
}
