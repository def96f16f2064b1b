import type { Meter } from '../meter.ts';
import { decodeBase64 } from '../functions/base-decoding.ts';

/** One block of a PEM text. */
export interface PemBlock {
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Buffer;
}

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';
const DASHES = '-----';
const LINE = 64;

/** A line without the white space at its end, and where the next one starts. */
function lineAt(text: string, at: number): { line: string; next: number } {
  const end = text.indexOf('\n', at);
  const line = text.slice(at, end < 0 ? text.length : end).replace(/\r$/, '');
  let length = line.length;
  while (line[length - 1] === ' ' || line[length - 1] === '\t') length -= 1;
  return { line: line.slice(0, length), next: end < 0 ? text.length : end + 1 };
}

/** All blocks of a text by the rules of Go's encoding/pem, and what is left behind the last; what is no block is passed over. */
export function pemBlocks(text: string, meter: Meter): { blocks: PemBlock[]; rest: string } {
  // Decoding base 64 is what costs.
  meter.bytes(text.length * 8);
  const blocks: PemBlock[] = [];
  let at = 0;
  for (;;) {
    const found = nextBlock(text, at);
    if (found === undefined) return { blocks, rest: text.slice(at) };
    blocks.push(found.block);
    at = found.next;
  }
}

/** The next block at or after a position. A block that is broken is passed over, up to its end marker. */
function nextBlock(text: string, from: number): { block: PemBlock; next: number } | undefined {
  let start = from;
  for (let end = text.indexOf(END, start); end >= 0; end = text.indexOf(END, start)) {
    const afterEnd = end + END.length;
    const begin = text.slice(start, end).lastIndexOf(BEGIN);
    const startsLine = begin === 0 || (begin > 0 && text[start + begin - 1] === '\n');
    const found = startsLine ? blockAt(text, start + begin + BEGIN.length, end, afterEnd) : undefined;
    if (found === 'cut off') return undefined;
    if (found !== undefined) return found;
    start = afterEnd;
  }
  return undefined;
}

function blockAt(
  text: string,
  start: number,
  end: number,
  afterEnd: number,
): { block: PemBlock; next: number } | 'cut off' | undefined {
  const { line, next } = lineAt(text, start);
  if (!line.endsWith(DASHES)) return undefined;
  const type = line.slice(0, -DASHES.length);
  const headers = new Map<string, string>();
  let body = next;
  for (;;) {
    if (body >= text.length) return 'cut off';
    const header = lineAt(text, body);
    const colon = header.line.indexOf(':');
    if (colon < 0) break;
    headers.set(header.line.slice(0, colon).trim(), header.line.slice(colon + 1).trim());
    body = header.next;
    if (body > afterEnd) return 'cut off';
  }
  if (headers.size > 0 && end < body) return undefined;
  const trailer = `${type}${DASHES}`;
  if (!text.startsWith(trailer, afterEnd) || lineAt(text, afterEnd + trailer.length).line !== '') return undefined;
  const decoded = decodeBase64(text.slice(body, Math.max(end, body)).replaceAll(/[ \t]/g, ''));
  if (!('bytes' in decoded)) return undefined;
  return { block: { type, headers, bytes: Buffer.from(decoded.bytes, 'latin1') }, next: lineAt(text, afterEnd).next };
}

/** Writes a block as Go does: lines of 64 characters, headers in order with Proc-Type first. */
export function encodePem(type: string, bytes: Uint8Array, headers: ReadonlyMap<string, string> = new Map()): string {
  const names = [...headers.keys()].filter((name) => name !== 'Proc-Type').sort();
  const ordered = headers.has('Proc-Type') ? ['Proc-Type', ...names] : names;
  const head =
    ordered.map((name) => `${name}: ${headers.get(name) ?? ''}\n`).join('') + (ordered.length > 0 ? '\n' : '');
  const base64 = Buffer.from(bytes).toString('base64');
  const lines: string[] = [];
  for (let at = 0; at < base64.length; at += LINE) lines.push(`${base64.slice(at, at + LINE)}\n`);
  return `${BEGIN}${type}${DASHES}\n${head}${lines.join('')}${END.slice(1)}${type}${DASHES}\n`;
}
