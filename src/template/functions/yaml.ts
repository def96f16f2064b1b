import { TemplateFault, executeFault } from '../fault.ts';
import { formatFloat } from '../format/floats.ts';
import type { Meter } from '../meter.ts';
import { encodeRune, fromBytes, isAscii, runesOf, toBytes } from '../values/utf8.ts';
import { GoComplex, GoInt, GoList, GoMap, GoStruct, type GoObject, type Value } from '../values/value.ts';
import { readYaml, resolvePlain, writeYaml, type YamlNode } from '../yaml/index.ts';
import { jsonNumber, members } from './json.ts';
import { fixed, type FunctionTable } from './signature.ts';

/** Characters that the way over JSON does not survive. */
const LOST = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/u;
/** U+0085 in UTF-8, a line break in YAML 1.1 that JSON leaves as it is. */
const NEXT_LINE = '\u00c2\u0085';
const LONGEST_KEY = 1_024;

/** A value as YAML. The Go library goes over JSON, and what JSON has not, YAML has not either. */
function nodeOf(meter: Meter, value: Value, level = 0): YamlNode {
  meter.depth(level);
  if (value === null) return scalar('null');
  if (typeof value === 'string') return { kind: 'text', value: overJson(meter, value) };
  if (typeof value === 'boolean') return scalar(String(value));
  if (typeof value === 'number') return number(jsonNumber(value));
  if (value instanceof GoInt) return number(value.value.toString());
  if (value instanceof GoList) {
    if (value.isNil) return scalar('null');
    meter.items(value.items.length);
    return { kind: 'list', items: value.items.map((item) => nodeOf(meter, item, level + 1)) };
  }
  if (value instanceof GoMap || value instanceof GoStruct) {
    if (value instanceof GoMap && value.isNil) return scalar('null');
    const entries = members(value).map(
      ([key, member]) => [overJson(meter, checkedKey(key)), nodeOf(meter, member, level + 1)] as const,
    );
    meter.items(entries.length);
    return { kind: 'map', entries: new Map(entries) };
  }
  if (value instanceof GoComplex) throw executeFault('a complex number cannot be written as YAML');
  return objectNode(meter, value);
}

function scalar(value: string): YamlNode {
  return { kind: 'scalar', value };
}

function objectNode(meter: Meter, value: GoObject): YamlNode {
  const json = value.toJson();
  return json.startsWith('"') ? { kind: 'text', value: overJson(meter, json.slice(1, -1)) } : number(json);
}

/** A number of JSON is read again as one of YAML: whole ones as integers, others as floats. */
function number(json: string): YamlNode {
  const resolved = resolvePlain(json);
  if (resolved.kind === 'int') return scalar(resolved.value.toString());
  return scalar(resolved.kind === 'float' ? formatFloat(resolved.value, 'g', -1) : json);
}

/** A text as it comes out of JSON that is read as YAML: bytes that are no character are replaced, next-line characters fold. */
function overJson(meter: Meter, bytes: string): string {
  meter.bytes(bytes.length * 4);
  if (isAscii(bytes) && !bytes.includes('\x7f')) return bytes;
  const valid = runesOf(bytes).map(encodeRune).join('');
  const text = fromBytes(valid);
  if (LOST.test(text)) throw executeFault('a text with control characters cannot be written as YAML');
  return toBytes(
    text.replaceAll(/ *\u0085[ \u0085]*/g, (found) => '\n'.repeat(found.split('\u0085').length - 2) || ' '),
  );
}

/** Keys must end on their line and be found within so many characters, where the Go library looks for the colon. */
function checkedKey(key: string): string {
  if (key.includes(NEXT_LINE)) throw executeFault('a key with a line break cannot be written as YAML');
  if (key.length > LONGEST_KEY / 6 && Array.from(JSON.stringify(fromBytes(key))).length > LONGEST_KEY) {
    throw executeFault('a key is too long to be written as YAML');
  }
  return key;
}

/** Empty where the value has no YAML, as other operators have it. */
function toYaml(meter: Meter, value: Value): string {
  try {
    return writeYaml(nodeOf(meter, value), meter).replace(/\n$/, '');
  } catch (error) {
    if (error instanceof TemplateFault && error.phase === 'execute') return '';
    throw error;
  }
}

/** A text that cannot be read gives a dict with the key Error, as other operators have it. */
function fromYaml(meter: Meter, text: string): GoMap {
  const value = readYaml(text, meter);
  if (value === null) return new GoMap('interface {}', new Map());
  if (value instanceof GoMap) return value;
  return new GoMap('interface {}', new Map([['Error', 'the text is not a map in YAML']]));
}

/** YAML in both directions. */
export const yaml: FunctionTable = {
  toYaml: fixed(['any'], toYaml),
  fromYaml: fixed(['string'], fromYaml),
};
