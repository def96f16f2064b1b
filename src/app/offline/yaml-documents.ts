import {
  LineCounter,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Pair,
  type Scalar,
  type Tags,
} from 'yaml';
import type { Path } from '../../crd/index.ts';
import { scalarOffset, type ScalarSource } from './scalar-offset.ts';

/** A place in a file as editors count it: from 1, columns in characters. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Why a file is no YAML. */
export interface YamlFault {
  readonly position: Position;
  readonly message: string;
}

/** One document of a file: what it says, and where it says so. */
export interface YamlDocument {
  readonly value: unknown;
  /** Of a field by its name, or of the nearest thing around it that is there. */
  position(path: Path): Position;
  /** Of a character of a text. */
  positionWithin(path: Path, index: number): Position;
}

/** A file as far as it could be read. */
export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly faults: readonly YamlFault[];
}

/** How the scalars of a document are written. */
const STYLES: Readonly<Record<string, ScalarSource['style']>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

/** Reads the documents of a file as kubectl does: by YAML 1.1, but without its dates and its numbers to the base of 60. JSON is YAML. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const options = { version: '1.1', customTags: kubectlTags, prettyErrors: false, lineCounter: lines } as const;
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const documents: YamlDocument[] = [];
  const faults: YamlFault[] = [];
  for (const document of [...parseAllDocuments(text, options)]) {
    for (const { pos, message } of document.errors) faults.push({ position: positionAt(pos[0]), message });
    if (document.errors.length > 0) continue;
    try {
      documents.push(yamlDocument(document.toJS(), document, text, positionAt));
    } catch {
      // Only aliases go wrong so late: without an anchor, or so many that a short text would become a huge one.
      const message = 'an alias has no anchor, or aliases are used too often';
      faults.push({ position: positionAt(document.range[0]), message });
    }
  }
  return { documents, faults };
}

function kubectlTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag === 'string' || (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'),
  );
}

function yamlDocument(
  value: unknown,
  document: Document.Parsed,
  text: string,
  positionAt: (offset: number) => Position,
): YamlDocument {
  return {
    value,
    position: (path) => positionAt(find(document, path).offset),
    positionWithin: (path, index) => {
      const { offset, node } = find(document, path);
      const source = isScalar(node) ? sourceOf(node) : undefined;
      return positionAt(source === undefined ? offset : scalarOffset(text, source, index));
    },
  };
}

function sourceOf({ value, type, range }: Scalar): ScalarSource | undefined {
  const style = type === undefined ? undefined : STYLES[type];
  if (typeof value !== 'string' || style === undefined || range === undefined || range === null) return undefined;
  return { value, style, start: range[0], end: range[1] };
}

/** The node at the path, if it is there, and the offset of its name, or else of the nearest name around it. */
function find(document: Document.Parsed, path: Path): { readonly offset: number; readonly node: unknown } {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? document.range[0];
  for (const step of path) {
    const next = child(isAlias(node) ? node.resolve(document) : node, step);
    if (next === undefined) return { offset, node: undefined };
    offset = startOf(isPair(next) ? next.key : next) ?? offset;
    node = isPair(next) ? next.value : next;
  }
  return { offset, node: isAlias(node) ? node.resolve(document) : node };
}

function child(node: unknown, step: string | number): unknown {
  if (isMap(node)) return node.items.find((pair) => nameOf(pair) === String(step));
  return isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function startOf(node: unknown): number | undefined {
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range?.[0];
  return undefined;
}
