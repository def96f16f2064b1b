import { TemplateFault } from '../fault.ts';
import { readable } from '../values/characters.ts';
import { typeOf } from '../values/kinds.ts';
import { GoMap, GoObject, GoStruct, type GoFunction, type Slot } from '../values/value.ts';

/** What a name leads to: a value, or a method that is still to be called. */
export type Selected = { readonly value: Slot } | { readonly method: GoFunction };

/**
 * Selects a field, a map entry or a method. A missing map key, and any field of a missing value, is a missing value; a field
 * of nil, or of a type that has none, is a fault.
 */
export function select(receiver: Slot, name: string, offset: number): Selected {
  if (receiver === undefined) return { value: undefined };
  if (receiver === null) {
    throw new TemplateFault('execute', `nil has no field ${readable(name)}`, offset);
  }
  if (receiver instanceof GoMap) return { value: receiver.entries.get(name) };
  if (receiver instanceof GoStruct) {
    const field = receiver.fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return { value: field.value };
  }
  const method = receiver instanceof GoObject ? receiver.method(name) : undefined;
  if (method !== undefined) return { method };
  throw new TemplateFault('execute', `there is no field ${readable(name)} in a ${typeOf(receiver)}`, offset);
}
