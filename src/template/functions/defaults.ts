import { executeFault } from '../fault.ts';
import { isTrue, kindOf, typeOf } from '../values/kinds.ts';
import type { Value } from '../values/value.ts';
import { fixed, variadic, type FunctionTable } from './signature.ts';

/** sprig's empty: the zero value of any type; a struct never is. */
const isEmpty = (value: Value): boolean => !isTrue(value);

/** Choosing between values, and asking what they are. */
export const defaults: FunctionTable = {
  default: variadic(['any'], 'any', (_meter, [given = null], otherwise) => (isEmpty(given) ? otherwise : given)),
  empty: fixed(['any'], (_meter, value) => isEmpty(value)),
  coalesce: variadic([], 'any', (_meter, values) => values.find((value) => !isEmpty(value)) ?? null),
  all: variadic([], 'any', (_meter, values) => !values.some(isEmpty)),
  any: variadic([], 'any', (_meter, values) => values.some((value) => !isEmpty(value))),
  ternary: fixed(['any', 'any', 'bool'], (_meter, yes, no, condition) => (condition ? yes : no)),
  // The words come from the template's author and may hold a value, so they are not repeated.
  fail: fixed(['string'], () => {
    throw executeFault('the template itself failed with fail');
  }),
  kindOf: fixed(['any'], (_meter, value) => kindOf(value)),
  kindIs: fixed(['string', 'any'], (_meter, kind, value) => kindOf(value) === kind),
  typeOf: fixed(['any'], (_meter, value) => typeOf(value)),
  typeIs: fixed(['string', 'any'], (_meter, type, value) => typeOf(value) === type),
  typeIsLike: fixed(['string', 'any'], (_meter, type, value) => [type, `*${type}`].includes(typeOf(value))),
};
