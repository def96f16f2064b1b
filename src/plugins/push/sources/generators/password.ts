import { randomInt } from 'node:crypto';

/** What a password is made of. */
export interface PasswordRules {
  readonly length: number;
  readonly digits: number;
  readonly symbols: number;
  readonly symbolCharacters: string;
  /** No letters in upper case. */
  readonly noUpper: boolean;
  /** The same character may occur twice. */
  readonly allowRepeat: boolean;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

/** A whole number from 0 to below `limit`, each as likely as the other. */
export type Pick = (limit: number) => number;

/**
 * A password of just so many digits and symbols, the rest letters, in an order of chance. Throws a RangeError that says which rule cannot be kept; the
 * caller names the generator. `pick` is the generator of the operating system, unless a test has another.
 */
export function makePassword(rules: PasswordRules, pick: Pick = randomInt): string {
  const letters = rules.noUpper ? LOWER : LOWER + UPPER;
  const characters = [
    ...draw('letters', letters, rules.length - rules.digits - rules.symbols, rules, pick),
    ...draw('digits', DIGITS, rules.digits, rules, pick),
    ...draw('symbols', rules.symbolCharacters, rules.symbols, rules, pick),
  ];
  shuffle(characters, pick);
  return characters.join('');
}

function draw(what: string, from: string, count: number, { allowRepeat }: PasswordRules, pick: Pick): string[] {
  if (count < 0) throw new RangeError('digits and symbols together are more than length');
  const pool = [...new Set(from)];
  if (count > 0 && pool.length === 0) throw new RangeError(`there are no ${what} to choose from`);
  if (!allowRepeat && count > pool.length) {
    throw new RangeError(`${count} ${what} are wanted, there are ${pool.length}, and allowRepeat is false`);
  }
  const drawn: string[] = [];
  while (drawn.length < count) {
    const at = pick(pool.length);
    drawn.push(...(allowRepeat ? pool.slice(at, at + 1) : pool.splice(at, 1)));
  }
  return drawn;
}

/** Fisher and Yates. */
function shuffle(items: string[], pick: Pick): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = pick(last + 1);
    const kept = items[last];
    items[last] = items[other] ?? '';
    items[other] = kept ?? '';
  }
}
