import { executeFault } from '../fault.ts';
import { sprint, sprintln } from '../format/print.ts';
import { sprintf } from '../format/printf.ts';
import type { Meter } from '../meter.ts';
import { isPrint } from '../values/characters.ts';
import { isTrue, typeOf } from '../values/kinds.ts';
import { decodeRune } from '../values/utf8.ts';
import { GoInt, GoList, GoMap, goInt, type Slot, type Value } from '../values/value.ts';
import { fixed, variadic, type FunctionTable } from './signature.ts';

const HTML: Readonly<Record<string, string>> = {
  '\0': '\u00ef\u00bf\u00bd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/["'&<>]|\0/g, (char) => HTML[char] ?? char);
}

function escapeJavaScript(text: string): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    const { code, size } = decodeRune(text, at);
    const piece = text.slice(at, at + size);
    at += size;
    if (code === 0x5c || code === 0x27 || code === 0x22) result += `\\${piece}`;
    else if ('<>&='.includes(piece) || code < 0x20) result += `\\u${hex4(code)}`;
    else result += code < 0x80 || isPrint(code) ? piece : `\\u${hex4(code)}`;
  }
  return result;
}

function hex4(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

/** Go's url.QueryEscape. */
function escapeQuery(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.~-]/g, (char) =>
    char === ' ' ? '+' : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** The text that html, js and urlquery work on: what printing their arguments gives, a missing one as `<no value>`. */
function joined(args: readonly Value[], meter: Meter): string {
  const shown = args.map((arg) => arg ?? '<no value>');
  const text = sprint(shown, meter);
  meter.room(text.length * 6);
  return text;
}

function lengthOf(item: Slot): number {
  if (typeof item === 'string') return item.length;
  if (item instanceof GoList) return item.items.length;
  if (item instanceof GoMap) return item.entries.size;
  throw executeFault(`a ${typeOf(item)} has no length`);
}

function element(item: Slot, index: Slot): Slot {
  if (item instanceof GoMap) {
    if (typeof index !== 'string') throw executeFault(`a map is indexed by a string, not a ${typeOf(index)}`);
    return item.entries.get(index) ?? item.zero;
  }
  if (typeof item !== 'string' && !(item instanceof GoList)) throw executeFault(`a ${typeOf(item)} cannot be indexed`);
  if (!(index instanceof GoInt)) throw executeFault(`a list is indexed by an integer, not a ${typeOf(index)}`);
  const length = lengthOf(item);
  if (index.value < 0n || index.value >= BigInt(length)) throw executeFault('the index is out of range');
  const at = Number(index.value);
  return typeof item === 'string' ? new GoInt('uint8', BigInt(item.charCodeAt(at))) : item.items[at];
}

/** The functions that text/template itself has, but for `slice`, which sprig replaces. */
export const builtins: FunctionTable = {
  // Both are evaluated by the executor, which skips the arguments that no longer matter.
  and: variadic(['value'], 'value', () => undefined),
  or: variadic(['value'], 'value', () => undefined),
  not: fixed(['value'], (_meter, value) => !isTrue(value)),
  call: variadic(['value'], 'value', () => {
    throw executeFault('there are no function values to call');
  }),
  len: fixed(['value'], (_meter, item) => goInt(lengthOf(item))),
  index: variadic(['value'], 'value', (_meter, indexes, item) => {
    if (item === undefined || item === null) throw executeFault('nil cannot be indexed');
    return indexes.reduce((inner: Slot, index) => element(inner, index), item);
  }),
  print: variadic([], 'any', (meter, args) => sprint(args, meter)),
  println: variadic([], 'any', (meter, args) => sprintln(args, meter)),
  printf: variadic(['string'], 'any', (meter, args, format) => sprintf(format, args, meter)),
  html: variadic([], 'any', (meter, args) => escapeHtml(joined(args, meter))),
  js: variadic([], 'any', (meter, args) => escapeJavaScript(joined(args, meter))),
  urlquery: variadic([], 'any', (meter, args) => escapeQuery(joined(args, meter))),
};
