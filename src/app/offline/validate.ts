import type { Path } from '../../crd/index.ts';
import { checkResource, type Remark } from './check-resource.ts';
import { KnownKinds } from './known-kinds.ts';
import { readYaml, type Position, type YamlDocument } from './yaml-documents.ts';

/** A file by the name that the user gave it. */
export interface Source {
  readonly name: string;
  readonly text: string;
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

/** What became of a set of files. */
export interface Validation {
  /** No error was found. */
  readonly valid: boolean;
  /** Resources of the operator that were looked at, in the order of the files. */
  readonly resources: readonly { readonly file: string; readonly object: string; readonly valid: boolean }[];
  /** In the order of the files, and within each by line. */
  readonly findings: readonly Finding[];
}

/** Checks all resources of the operator in these files. Objects of other kinds get a note and no look. Pure. */
export function validateManifests(sources: readonly Source[], namespace?: string): Validation {
  const kinds = new KnownKinds();
  const reports = sources.map((source) => validateFile(source, { kinds, namespace }));
  const findings = reports.flatMap((report) => report.findings);
  return {
    valid: findings.every(({ severity }) => severity === 'note'),
    resources: reports.flatMap((report) => report.resources),
    findings,
  };
}

type FileReport = Omit<Validation, 'valid'>;

interface Context {
  readonly kinds: KnownKinds;
  /** Of resources that name none. */
  readonly namespace: string | undefined;
}

function validateFile({ name: file, text }: Source, context: Context): FileReport {
  const { documents, faults } = readYaml(text);
  const unreadable = faults.map(({ position, message }): Finding => ({
    severity: 'error',
    file,
    ...position,
    object: undefined,
    field: undefined,
    message: `no YAML: ${message}`,
  }));
  const reports = documents.flatMap((document) =>
    objectsOf(document).map((place) => validateObject(file, document, place, context)),
  );
  return {
    resources: reports.flatMap(({ resources }) => resources),
    findings: [...unreadable, ...reports.flatMap(({ findings }) => findings)].sort(byPosition),
  };
}

function byPosition(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

/** An object within a document. */
interface Place {
  readonly base: Path;
  readonly value: unknown;
}

/** The objects of a document: itself, or the items of a List. */
function objectsOf({ value }: YamlDocument): readonly Place[] {
  if (value === null || value === undefined) return [];
  const { kind, items } = asRecord(value);
  if (kind !== 'List' || !Array.isArray(items)) return [{ base: [], value }];
  return items.map((item: unknown, index) => ({ base: ['items', index], value: item }));
}

function validateObject(
  file: string,
  document: YamlDocument,
  { base, value }: Place,
  { kinds, namespace }: Context,
): FileReport {
  const { apiVersion, kind } = asRecord(value);
  const object = nameOf(value);
  const finding = ({ path, message, severity, index }: Remark): Finding => {
    const at = [...base, ...path];
    const position = index === undefined ? document.position(at) : document.positionWithin(at, index);
    return { severity, file, ...position, object, field: path.length === 0 ? undefined : fieldName(path), message };
  };
  const recognised = kinds.recognise(textOf(apiVersion), textOf(kind));
  if (recognised === 'foreign') {
    const message = 'is no resource of this operator, and was not looked at';
    return { resources: [], findings: [finding({ path: [], message, severity: 'note' })] };
  }
  if ('wrong' in recognised) {
    const { wrong, message } = recognised;
    const findings = [finding({ path: [wrong], message, severity: 'error' })];
    return { resources: [{ file, object, valid: false }], findings };
  }
  const remarks = checkResource(recognised.known, value, namespace);
  const valid = remarks.every(({ severity }) => severity === 'note');
  return { resources: [{ file, object, valid }], findings: remarks.map(finding) };
}

/** `InfisicalSecret shop/db`, as far as the object says so. */
function nameOf(value: unknown): string {
  const { kind, metadata } = asRecord(value);
  const { namespace, name, generateName } = asRecord(metadata);
  const [title, prefix] = [textOf(name) || textOf(generateName), textOf(namespace)];
  return `${textOf(kind) || 'an object without a kind'} ${prefix === '' ? '' : `${prefix}/`}${title}`.trimEnd();
}

/** As Kubernetes writes it; names that would not be told apart from what surrounds them in quotes. */
function fieldName(path: Path): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
