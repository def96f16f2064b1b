import { TemplateFault } from '../fault.ts';
import { GoDuration } from '../time/index.ts';
import { kindOf, typeOf } from '../values/kinds.ts';
import { GoInt, GoMap, GoObject, type ParameterName, type Slot } from '../values/value.ts';
import type { OperandNode } from './nodes.ts';

/** Go's names of the parameter types, for messages. */
const TYPE_NAMES: Readonly<Record<ParameterName, string>> = {
  string: 'string',
  int: 'int',
  float64: 'float64',
  bool: 'bool',
  any: 'interface {}',
  value: 'reflect.Value',
  map: 'map[string]interface {}',
  time: 'time.Time',
  duration: 'time.Duration',
  version: '*semver.Version',
};

function canBeNil(type: ParameterName): boolean {
  return type === 'any' || type === 'value' || type === 'map';
}

/**
 * Checks an evaluated argument against a parameter by Go's rules, which convert nothing: an int64 is no int. Throws an
 * execute fault that names both types.
 */
export function checkArgument(slot: Slot, type: ParameterName, offset: number): Slot {
  if (slot === undefined) {
    if (canBeNil(type)) return undefined;
    throw new TemplateFault('execute', `there is no value where a ${TYPE_NAMES[type]} is needed`, offset);
  }
  if (accepts(slot, type)) return slot;
  throw new TemplateFault('execute', `expected a ${TYPE_NAMES[type]}, not a ${typeOf(slot)}`, offset);
}

function accepts(slot: Slot, type: ParameterName): boolean {
  switch (type) {
    case 'any':
    case 'value':
      return true;
    case 'int':
      return slot instanceof GoInt && slot.type === 'int';
    case 'map':
      return slot instanceof GoMap && slot.element === 'interface {}';
    case 'time':
    case 'duration':
    case 'version':
      return slot instanceof GoObject && slot.type === TYPE_NAMES[type];
    default:
      return kindOf(slot) === type;
  }
}

/** The value of a literal for a parameter: a number takes the type that is asked for, if it can. */
export function literalArgument(node: OperandNode, type: ParameterName): Slot {
  const { offset } = node;
  if (node.kind === 'nil') {
    if (canBeNil(type)) return undefined;
    throw new TemplateFault('execute', `nil cannot be a ${TYPE_NAMES[type]}`, offset);
  }
  if (node.kind === 'number') {
    if (type === 'int' && node.int !== undefined) return new GoInt('int', node.int);
    if (type === 'duration' && node.int !== undefined) return new GoDuration(node.int);
    if (type === 'float64' && node.float !== undefined) return node.float;
    if (type === 'any' || type === 'value') {
      if (node.ideal === undefined) throw new TemplateFault('execute', 'a number does not fit an int', offset);
      return node.ideal;
    }
  }
  if (node.kind === 'bool' && (type === 'bool' || type === 'any' || type === 'value')) return node.value;
  if (node.kind === 'string' && (type === 'string' || type === 'any' || type === 'value')) return node.value;
  throw new TemplateFault('execute', `expected a ${TYPE_NAMES[type]}, found a ${node.kind}`, offset);
}
