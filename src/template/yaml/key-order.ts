import { isDigit, isLetter } from '../values/characters.ts';
import { runesOf } from '../values/utf8.ts';

/** Keys in the order of the Go library: numbers in them by their value (`a2` before `a10`), letters after everything else. */
export function sortKeys(keys: readonly string[]): string[] {
  return keys
    .map((key) => ({ key, runes: runesOf(key) }))
    .sort((left, right) => (isBefore(left.runes, right.runes) ? -1 : isBefore(right.runes, left.runes) ? 1 : 0))
    .map(({ key }) => key);
}

function isBefore(left: readonly number[], right: readonly number[]): boolean {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const [a = 0, b = 0] = [left[i], right[i]];
    if (a === b) continue;
    const letters = [isLetter(a), isLetter(b)];
    if (letters[0] === true && letters[1] === true) return a < b;
    if (letters[0] === true || letters[1] === true) return letters[1] === true;
    const start = (a === 0x30 || b === 0x30) && continuesNumber(left, i) ? 1n : 0n;
    const [first, second] = [numberAt(left, i, start), numberAt(right, i, start)];
    if (first.value !== second.value) return first.value < second.value;
    return first.end === second.end ? a < b : first.end < second.end;
  }
  return left.length < right.length;
}

/** True when digits before the position make a zero at it count. */
function continuesNumber(runes: readonly number[], at: number): boolean {
  for (let before = at - 1; before >= 0 && isDigit(runes[before] ?? 0); before--) {
    if (runes[before] !== 0x30) return true;
  }
  return false;
}

/** The digits from a position on, as an int64 that wraps. */
function numberAt(runes: readonly number[], at: number, start: bigint): { value: bigint; end: number } {
  let value = start;
  let end = at;
  for (; end < runes.length && isDigit(runes[end] ?? 0); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt((runes[end] ?? 0) - 0x30));
  }
  return { value, end };
}
