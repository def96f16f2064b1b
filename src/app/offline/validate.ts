import { checkResource } from './check-resource.ts';
import { KnownKinds } from './known-kinds.ts';
import { objectsOf, type Finding, type ManifestObject, type Source } from './manifest-objects.ts';

/** What became of a set of files. */
export interface Validation {
  /** No error was found. */
  readonly valid: boolean;
  /** Resources of the operator that were looked at, in the order of the files. */
  readonly resources: readonly { readonly file: string; readonly object: string; readonly valid: boolean }[];
  /** In the order of the files, and within each by line. */
  readonly findings: readonly Finding[];
}

/**
 * Checks all resources of the operator in these files. Objects of other kinds get a note and no look. `namespace` is that of resources which
 * name none; undefined: nobody knows. Pure.
 */
export function validateManifests(sources: readonly Source[], namespace?: string): Validation {
  const kinds = new KnownKinds();
  const reports = sources.map((source) => validateFile(source, kinds, namespace));
  const findings = reports.flatMap((report) => report.findings);
  return {
    valid: findings.every(({ severity }) => severity === 'note'),
    resources: reports.flatMap((report) => report.resources),
    findings,
  };
}

type Report = Omit<Validation, 'valid'>;

function validateFile(source: Source, kinds: KnownKinds, namespace: string | undefined): Report {
  const { objects, faults } = objectsOf(source);
  const reports = objects.map((object) => validateObject(object, kinds, namespace));
  return {
    resources: reports.flatMap(({ resources }) => resources),
    findings: [...faults, ...reports.flatMap(({ findings }) => findings)].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    ),
  };
}

function validateObject(object: ManifestObject, kinds: KnownKinds, namespace: string | undefined): Report {
  const { file, title } = object;
  const recognised = kinds.recognise(object.apiVersion, object.kind);
  if (recognised === 'foreign') {
    const message = 'is no resource of this operator, and was not looked at';
    return { resources: [], findings: [object.finding({ path: [], message, severity: 'note' })] };
  }
  if ('wrong' in recognised) {
    const { wrong, message } = recognised;
    const findings = [object.finding({ path: [wrong], message, severity: 'error' })];
    return { resources: [{ file, object: title, valid: false }], findings };
  }
  const findings = checkResource(recognised.known, object.value, namespace).map(object.finding);
  const valid = findings.every(({ severity }) => severity === 'note');
  return { resources: [{ file, object: title, valid }], findings };
}
