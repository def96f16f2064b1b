import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar, type Alias, type Node, type YAMLMap } from 'yaml';
import { formatFloat } from '../format/floats.ts';
import { decodeBase64 } from '../functions/base-decoding.ts';
import type { Meter } from '../meter.ts';
import { decodeRune, fromBytes, isAscii, RUNE_ERROR, toBytes } from '../values/utf8.ts';
import { GoList, GoMap, type Value } from '../values/value.ts';
import { resolvePlain, type Resolved } from './resolve.ts';

/** The parser needs up to 8 µs for a sign that means something to YAML, and hardly anything for other characters. */
const SIGN_COST = 150;
const SIGNS = /[\n:,?!&*#%"'-]/g;
/** A bracket that is not closed costs it more, some 30 µs. */
const OPEN_COST = 500;
/** How many brackets may be open at most, as far as can be seen without parsing. */
const MOST_OPEN = 1_000;
const FORBIDDEN = /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** Go refuses directives that it does not know; the parser here passes over them. */
const UNKNOWN_DIRECTIVE = /^(?:[ \t]*(?:#.*)?\n)*%(?!(?:YAML|TAG)[ \t])/;
const TAG_PREFIX = 'tag:yaml.org,2002:';

/**
 * Reads the first document of a YAML text as Go's sigs.k8s.io/yaml does: YAML 1.1, keys as texts, numbers as float64. Undefined when the text
 * cannot be read.
 */
export function readYaml(bytes: string, meter: Meter): Value | undefined {
  meter.bytes(bytes.length * 4);
  const count = (signs: RegExp): number => bytes.match(signs)?.length ?? 0;
  const open = Math.max(count(/[[{]/g) - count(/[\]}]/g), 0);
  meter.spend(count(SIGNS) * SIGN_COST + open * OPEN_COST);
  const text = textOf(bytes);
  if (text === undefined || open > MOST_OPEN) return undefined;
  if (FORBIDDEN.test(text) || UNKNOWN_DIRECTIVE.test(text)) return undefined;
  try {
    // U+0085 ends a line in YAML 1.1, which within a text folds to a space; nobody ends other lines with it.
    const [document] = parseAllDocuments(text.replaceAll(/ *\u0085 */g, ' '), {
      version: '1.1',
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    if (document === undefined) return null;
    if (document.errors.length > 0) return undefined;
    return new Reader(meter).read(document.contents);
  } catch (error) {
    // The parser of the library goes as deep as the text does.
    if (error instanceof RangeError || error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** What has no form in JSON, or breaks a rule of YAML. Never leaves this file. */
class Unreadable extends Error {}

/** UTF-8, or UTF-16 where a byte order mark says so; undefined when it is neither. */
function textOf(bytes: string): string | undefined {
  const wide = /^(?:\xff\xfe|\xfe\xff)/.exec(bytes)?.[0];
  if (wide === undefined) return isUtf8(bytes) ? fromBytes(bytes).replace(/^\ufeff/, '') : undefined;
  const body = Buffer.from(bytes.slice(2), 'latin1');
  if (body.length % 2 === 1) return undefined;
  return (wide === '\xff\xfe' ? body : body.swap16()).toString('utf16le');
}

function isUtf8(bytes: string): boolean {
  if (isAscii(bytes)) return true;
  for (let at = 0; at < bytes.length;) {
    const { code, size } = decodeRune(bytes, at);
    if (code === RUNE_ERROR && size === 1) return false;
    at += size;
  }
  return true;
}

class Reader {
  private readonly anchors = new Map<string, Node>();
  private readonly targets = new Map<Alias, Node>();
  private readonly open = new Set<Node>();

  constructor(private readonly meter: Meter) {}

  read(root: Node | null): Value {
    if (root !== null) this.findAliases(root, 0);
    return this.value(root, 0);
  }

  /** An alias stands for the anchor of its name that was there last. */
  private findAliases(node: Node, level: number): void {
    this.meter.depth(level);
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) throw new Unreadable();
      this.targets.set(node, target);
      return;
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined)
      this.anchors.set(node.anchor, node);
    for (const child of childrenOf(node)) this.findAliases(child, level + 1);
  }

  private value(node: Node | null, level: number): Value {
    this.meter.depth(level);
    if (node === null) return null;
    if (isAlias(node)) return this.inside(this.target(node), level);
    return this.inside(node, level);
  }

  private target(alias: Alias): Node {
    const target = this.targets.get(alias);
    if (target === undefined || this.open.has(target)) throw new Unreadable();
    return target;
  }

  private inside(node: Node, level: number): Value {
    this.open.add(node);
    const value = this.plainValue(node, level);
    this.open.delete(node);
    return value;
  }

  private plainValue(node: Node, level: number): Value {
    this.meter.spend(20);
    if (isScalar(node)) return scalarValue(node, this.meter);
    if (isSeq(node)) {
      this.meter.items(node.items.length);
      return new GoList(
        'interface {}',
        node.items.map((item) => this.value(nodeOf(item), level + 1)),
      );
    }
    if (!isMap(node)) throw new Unreadable();
    const entries = new Map<string, Value>();
    this.fill(entries, node, level);
    this.meter.items(entries.size);
    return new GoMap('interface {}', entries);
  }

  private fill(entries: Map<string, Value>, map: YAMLMap, level: number): void {
    for (const pair of map.items) {
      const key = nodeOf(pair.key);
      const value = nodeOf(pair.value);
      if (key !== null && isMergeKey(key)) this.merge(entries, value, level);
      else entries.set(this.key(key), this.value(value, level + 1));
    }
  }

  /** `<<` takes over the entries of other maps, which win over those that stand before it. */
  private merge(entries: Map<string, Value>, value: Node | null, level: number): void {
    this.meter.depth(level);
    const source = value !== null && isAlias(value) ? this.target(value) : value;
    if (isMap(source)) {
      this.meter.items(source.items.length);
      this.open.add(source);
      this.fill(entries, source, level + 1);
      this.open.delete(source);
    } else if (isSeq(source) && source === value) {
      for (const item of [...source.items].reverse()) {
        const part = nodeOf(item);
        if (part === null || isSeq(part) || (isAlias(part) && !isMap(this.target(part)))) throw new Unreadable();
        this.merge(entries, part, level + 1);
      }
    } else throw new Unreadable();
  }

  private key(node: Node | null): string {
    const key = node !== null && isAlias(node) ? this.target(node) : node;
    if (!isScalar(key)) throw new Unreadable();
    const { resolved, text } = resolveScalar(key, this.meter);
    switch (resolved.kind) {
      case 'int':
        if (resolved.value >= 2n ** 63n) throw new Unreadable();
        return resolved.value.toString();
      case 'float':
        return singlePrecision(resolved.value);
      case 'bool':
        return String(resolved.value);
      case 'null':
        throw new Unreadable();
      default:
        return text;
    }
  }
}

function nodeOf(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function childrenOf(node: Node): Node[] {
  const children = isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : isSeq(node) ? node.items : [];
  return children.map(nodeOf).filter((child) => child !== null);
}

function isMergeKey(node: Node): boolean {
  return isScalar(node) && node.value === '<<' && (node.tag === `${TAG_PREFIX}merge` || isImplicit(node));
}

/** A plain scalar without a tag. */
function isImplicit(node: Scalar): boolean {
  return node.tag === undefined && node.type === Scalar.PLAIN;
}

/** What a scalar stands for, and its text as a byte string. */
function resolveScalar(node: Scalar, meter: Meter): { resolved: Resolved; text: string } {
  const text = toBytes(typeof node.value === 'string' ? node.value : '');
  meter.bytes(text.length * 4);
  if (isImplicit(node)) return { resolved: resolvePlain(text), text };
  const tag = node.tag?.startsWith(TAG_PREFIX) === true ? node.tag.slice(TAG_PREFIX.length) : '';
  if (tag === 'binary') {
    const decoded = decodeBase64(text);
    if (!('bytes' in decoded)) throw new Unreadable();
    return { resolved: { kind: 'string' }, text: decoded.bytes };
  }
  if (!['bool', 'int', 'float', 'null', 'timestamp'].includes(tag)) return { resolved: { kind: 'string' }, text };
  const resolved = resolvePlain(text);
  if (resolved.kind === 'int' && tag === 'float')
    return { resolved: { kind: 'float', value: Number(resolved.value) }, text };
  if (resolved.kind !== tag) throw new Unreadable();
  return { resolved, text };
}

function scalarValue(node: Scalar, meter: Meter): Value {
  const { resolved, text } = resolveScalar(node, meter);
  switch (resolved.kind) {
    case 'null':
      return null;
    case 'bool':
      return resolved.value;
    case 'int':
      return Number(resolved.value);
    case 'float':
      if (!Number.isFinite(resolved.value)) throw new Unreadable();
      return resolved.value;
    default:
      return text;
  }
}

/** The shortest text of a float64 that is a key, which the Go library formats as a float32. */
function singlePrecision(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  const digits = Array.from({ length: 9 }, (_, i) => i + 1).find(
    (count) => Math.fround(Number(single.toPrecision(count))) === single,
  );
  return formatFloat(Number(single.toPrecision(digits ?? 9)), 'g', -1);
}
