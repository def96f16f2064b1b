import type { PluginManifest } from '#kernel';
import { checkResource } from './check-resource.ts';
import { KnownKinds } from './known-kinds.ts';
import { objectsOf, type Finding, type ManifestObject, type Source } from './manifest-objects.ts';
import { thirdPartyMethods, type ThirdPartyMethods } from './third-party-methods.ts';

/** What became of a set of files. */
export interface Validation {
  /** No error was found. */
  readonly valid: boolean;
  /** Resources of the operator that were looked at, in the order of the files. */
  readonly resources: readonly { readonly file: string; readonly object: string; readonly valid: boolean }[];
  /** In the order of the files, and within each by line. */
  readonly findings: readonly Finding[];
}

/** What a check may know besides the files. */
export interface ValidateOptions {
  /** Of resources that name none; undefined: nobody knows. */
  readonly namespace?: string | undefined;
  /** Plugins of third parties, whose settings are checked then. */
  readonly plugins?: readonly PluginManifest[];
}

/**
 * Checks all resources of the operator in these files. Objects of other kinds get a note and no look. Throws a `PluginError` for plugins that
 * the operator would not load.
 */
export function validateManifests(
  sources: readonly Source[],
  { namespace, plugins = [] }: ValidateOptions = {},
): Validation {
  const context = { kinds: new KnownKinds(), namespace, methods: thirdPartyMethods(plugins) };
  const reports = sources.map((source) => validateFile(source, context));
  const findings = reports.flatMap((report) => report.findings);
  return {
    valid: findings.every(({ severity }) => severity === 'note'),
    resources: reports.flatMap((report) => report.resources),
    findings,
  };
}

type Report = Omit<Validation, 'valid'>;

interface Context {
  readonly kinds: KnownKinds;
  readonly namespace: string | undefined;
  readonly methods: ThirdPartyMethods;
}

function validateFile(source: Source, context: Context): Report {
  const { objects, faults } = objectsOf(source);
  const reports = objects.map((object) => validateObject(object, context));
  return {
    resources: reports.flatMap(({ resources }) => resources),
    findings: [...faults, ...reports.flatMap(({ findings }) => findings)].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    ),
  };
}

function validateObject(object: ManifestObject, context: Context): Report {
  const { file, title } = object;
  const recognised = context.kinds.recognise(object.apiVersion, object.kind);
  if (recognised === 'foreign') {
    const message = 'is no resource of this operator, and was not looked at';
    return { resources: [], findings: [object.finding({ path: [], message, severity: 'note' })] };
  }
  if ('wrong' in recognised) {
    const { wrong, message } = recognised;
    const findings = [object.finding({ path: [wrong], message, severity: 'error' })];
    return { resources: [{ file, object: title, valid: false }], findings };
  }
  const findings = checkResource(recognised.known, object.value, context).map(object.finding);
  const valid = findings.every(({ severity }) => severity === 'note');
  return { resources: [{ file, object: title, valid }], findings };
}
