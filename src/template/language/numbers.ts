import { TemplateFault } from '../fault.ts';
import { parseFloat64, parseInt64, parseUint64 } from '../values/parse-number.ts';
import { GoComplex, goInt } from '../values/value.ts';
import { unquoteCharacter } from './literals.ts';
import type { NumberNode } from './nodes.ts';
import type { Token } from './tokens.ts';

/** Reads a number, character or complex constant; throws a parse fault when it is none of Go's forms. */
export function numberNode(token: Token): NumberNode {
  const { text, offset } = token;
  if (token.kind === 'charConstant') {
    const code = unquoteCharacter(text, offset);
    return { kind: 'number', offset, ideal: goInt(code), int: BigInt(code), float: code };
  }
  if (token.kind === 'complex' || text.endsWith('i')) return complexNode(text, offset);
  const int = parseInt64(text, 0);
  if (int !== undefined) {
    return { kind: 'number', offset, ideal: goInt(int), int, float: Number(int) };
  }
  const unsigned = parseUint64(text, 0);
  if (unsigned !== undefined) {
    return { kind: 'number', offset, ideal: undefined, int: undefined, float: Number(unsigned) };
  }
  const float = parseFloat64(text);
  if (float === undefined) throw new TemplateFault('parse', 'a number that cannot be read', offset);
  if (!/[.eEpP]/.test(text)) throw new TemplateFault('parse', 'an integer that does not fit 64 bits', offset);
  return floatNode(float, offset, /^0x/i.test(text) && !/p/i.test(text));
}

function floatNode(float: number, offset: number, hexInteger: boolean): NumberNode {
  const whole = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  const int = whole ? BigInt(float) : undefined;
  return { kind: 'number', offset, ideal: hexInteger && int !== undefined ? goInt(int) : float, int, float };
}

function complexNode(text: string, offset: number): NumberNode {
  const split = /^(.*[^eEpP+-])?([+-]?[^+-]*(?:[eEpP][+-][^+-]*)?)i$/.exec(text);
  const real = split?.[1] === undefined || split[1] === '' ? 0 : parseFloat64(split[1]);
  const imaginary = parseFloat64(split?.[2] ?? '');
  if (real === undefined || imaginary === undefined) {
    throw new TemplateFault('parse', 'a complex number that cannot be read', offset);
  }
  const float = imaginary === 0 ? real : undefined;
  const int = float !== undefined && Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined;
  return { kind: 'number', offset, ideal: new GoComplex(real, imaginary), int, float };
}
