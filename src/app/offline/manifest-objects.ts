import type { Path } from '../../crd/index.ts';
import { asRecord, textOf } from './loose-values.ts';
import { readYaml, type YamlDocument } from './yaml-documents.ts';

/** A file by the name that the user gave it. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** One thing to say of an object. */
export interface Remark {
  /** From the root of the object. */
  readonly path: Path;
  readonly message: string;
  /** A note stops nobody. */
  readonly severity: 'error' | 'note';
  /** The character of the text at the path that it is about. */
  readonly index?: number;
}

/** One thing that was found, and where. */
export interface Finding {
  readonly severity: 'error' | 'note';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `InfisicalSecret shop/db`; undefined where the file could not be read so far. */
  readonly object: string | undefined;
  /** Undefined where it is about the object or the file as a whole. */
  readonly field: string | undefined;
  readonly message: string;
}

/** An object of a file: what it says, and the way from a remark on it to its place in the file. */
export interface ManifestObject {
  readonly file: string;
  /** `InfisicalSecret shop/db`, as far as the object says so. */
  readonly title: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly value: unknown;
  readonly finding: (remark: Remark) => Finding;
}

/** The objects of a file, those of a List one by one, and why parts of it cannot be read. */
export function objectsOf({ name: file, text }: Source): {
  readonly objects: readonly ManifestObject[];
  readonly faults: readonly Finding[];
} {
  const { documents, faults } = readYaml(text);
  return {
    objects: documents.flatMap((document) =>
      placesIn(document).map(({ base, value }) => manifestObject(file, document, base, value)),
    ),
    faults: faults.map(({ position, message }) => ({
      severity: 'error',
      file,
      ...position,
      object: undefined,
      field: undefined,
      message: `no YAML: ${message}`,
    })),
  };
}

function placesIn({ value }: YamlDocument): readonly { readonly base: Path; readonly value: unknown }[] {
  if (value === null || value === undefined) return [];
  const { kind, items } = asRecord(value);
  if (kind !== 'List' || !Array.isArray(items)) return [{ base: [], value }];
  return items.map((item: unknown, index) => ({ base: ['items', index], value: item }));
}

function manifestObject(file: string, document: YamlDocument, base: Path, value: unknown): ManifestObject {
  const { apiVersion, kind } = asRecord(value);
  const title = titleOf(value);
  return {
    file,
    title,
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    value,
    finding: ({ path, message, severity, index }) => {
      const at = [...base, ...path];
      const position = index === undefined ? document.position(at) : document.positionWithin(at, index);
      const field = path.length === 0 ? undefined : fieldName(path);
      return { severity, file, ...position, object: title, field, message };
    },
  };
}

function titleOf(value: unknown): string {
  const { kind, metadata } = asRecord(value);
  const { namespace, name, generateName } = asRecord(metadata);
  const [title, prefix] = [textOf(name) || textOf(generateName), textOf(namespace)];
  return `${textOf(kind) || 'an object without a kind'} ${prefix === '' ? '' : `${prefix}/`}${title}`.trimEnd();
}

/** As Kubernetes writes it; names that would not be told apart from what surrounds them in quotes. */
export function fieldName(path: Path): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
