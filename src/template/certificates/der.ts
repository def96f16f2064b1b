import { executeFault, type TemplateFault } from '../fault.ts';

/** One element of DER: its tag byte, its content, and itself with tag and length. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** Tag bytes that are used here. */
export const TAG = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific and plain. */
  context0: 0x80,
  /** Context-specific and explicit. */
  explicit0: 0xa0,
  explicit3: 0xa3,
} as const;

function malformed(): TemplateFault {
  return executeFault('the data is not DER of the form that is expected');
}

/** All elements of some bytes; throws an execute fault for lengths that do not fit, and for BER's open lengths. */
function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const short = bytes[at + 1];
    if (short === undefined || (tag & 0x1f) === 0x1f) throw malformed();
    const extra = short < 0x80 ? 0 : short & 0x7f;
    if (short === 0x80 || extra > 4 || at + 2 + extra > bytes.length) throw malformed();
    const length = extra === 0 ? short : bytes.readUIntBE(at + 2, extra);
    const start = at + 2 + extra;
    if (start + length > bytes.length) throw malformed();
    found.push({ tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return found;
}

/** The elements inside of one that must have the tag. */
export function inside(element: Element | undefined, tag: number = TAG.sequence): Element[] {
  return elements(contentOf(element, tag));
}

/** The content of an element that must have the tag. */
export function contentOf(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw malformed();
  return element.content;
}

/** The only element of some bytes. */
export function onlyElement(bytes: Buffer): Element {
  const [only, ...others] = elements(bytes);
  if (only === undefined || others.length > 0) throw malformed();
  return only;
}

/** A small integer that is not negative. */
export function smallInteger(element: Element | undefined): number {
  const content = contentOf(element, TAG.integer);
  if (content.length === 0 || content.length > 5 || (content[0] ?? 0) > 0x7f) throw malformed();
  return content.readUIntBE(0, content.length);
}

/** An object identifier in dots. */
export function oidOf(element: Element | undefined): string {
  const content = contentOf(element, TAG.oid);
  const numbers: number[] = [];
  let number = 0;
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}

/** An element of a tag around some bytes. */
export function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  let header = [length];
  if (length > 0x7f) {
    const digits = length.toString(16);
    const bytes = [...Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')];
    header = [0x80 | bytes.length, ...bytes];
  }
  return Buffer.concat([Uint8Array.of(tag, ...header), content]);
}

/** A sequence of elements. */
export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return encode(TAG.sequence, ...parts);
}

/** A small integer. */
export function encodeInteger(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) > 0x7f ? encode(TAG.integer, Uint8Array.of(0), bytes) : encode(TAG.integer, bytes);
}

/** An object identifier from its form in dots. */
export function encodeOid(dotted: string): Buffer {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [root * 40 + second, ...rest].flatMap((number) => {
    const digits = [number & 0x7f];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return encode(TAG.oid, Uint8Array.from(bytes));
}
