import { OperatorError } from '#kernel';
import { structureFaults, withoutNulls, type Path, type StructureFault } from '../../crd/index.ts';
import { TemplateEngine, TemplateFault } from '../../template/index.ts';
import { closest } from './closest.ts';
import { describeIssue } from './describe-issue.ts';
import { Envelope } from './envelope.ts';
import type { KnownKind } from './known-kinds.ts';
import { valueAt } from './loose-values.ts';
import type { Remark } from './manifest-objects.ts';
import { offlineResource } from './offline-resource.ts';
import type { ThirdPartyMethods } from './third-party-methods.ts';
import { templatesOf, type TemplateText } from './templates-of.ts';

/**
 * Everything that an object of this kind would be refused for, by the API server (when it is asked to be strict, as kubectl does) or by the
 * operator without looking at anything else. `namespace` is that of a resource which names none; undefined: nobody knows.
 */
export function checkResource(
  known: KnownKind,
  value: unknown,
  { namespace, methods }: { readonly namespace: string | undefined; readonly methods: ThirdPartyMethods },
): readonly Remark[] {
  const object = withoutNulls(known.structure, value);
  const remarks = [
    ...structureFaults(known.structure, object).map(ofStructure),
    ...envelopeRemarks(object),
    ...specRemarks(known, object, namespace),
    ...templatesOf(known.structure, object).flatMap(templateRemarks),
    ...pluginRemarks(object, methods),
  ];
  const seen = new Set<string>();
  return remarks.filter(({ path, message }) => {
    const key = JSON.stringify([path, message]);
    return !seen.has(key) && seen.add(key);
  });
}

function error(path: Path, message: string): Remark {
  return { path, message, severity: 'error' };
}

function ofStructure({ path, kind, known }: StructureFault): Remark {
  if (kind === 'duplicate') return error(path, 'is in the list already');
  const meant = closest(String(path.at(-1)), known);
  return error(path, `there is no such field${meant === undefined ? '' : `; ${meant} was perhaps meant`}`);
}

function envelopeRemarks(object: unknown): readonly Remark[] {
  const { error: found } = Envelope.safeParse(object);
  return (found?.issues ?? []).map((issue) => ofIssue(issue, object, []));
}

function specRemarks(known: KnownKind, object: unknown, namespace: string | undefined): readonly Remark[] {
  const value = valueAt(object, ['spec']);
  const { error: found } = known.spec.safeParse(value);
  if (found !== undefined) return found.issues.map((issue) => ofIssue(issue, value, ['spec']));
  const { data: envelope } = Envelope.safeParse(object);
  const place = envelope?.metadata.namespace ?? namespace;
  if (envelope === undefined || place === undefined) return [];
  try {
    known.parse(offlineResource(envelope, place));
    return [];
  } catch (thrown) {
    if (!(thrown instanceof OperatorError)) throw thrown;
    return [error(['spec'], thrown.userMessage)];
  }
}

type Issue = Parameters<typeof describeIssue>[0];

function ofIssue(issue: Issue, value: unknown, base: Path): Remark {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  return error([...base, ...path], describeIssue(issue, valueAt(value, path)));
}

const ENGINE = new TemplateEngine();

function templateRemarks({ path, text }: TemplateText): readonly Remark[] {
  try {
    ENGINE.compile(text);
    return [];
  } catch (fault) {
    if (!(fault instanceof TemplateFault)) throw fault;
    // The engine counts the bytes of UTF-8.
    const index = Buffer.from(text, 'utf8')
      .subarray(0, fault.offset ?? 0)
      .toString('utf8').length;
    return [{ ...error(path, `is not a valid template: ${fault.message}`), index }];
  }
}

const PLUGIN: Path = ['spec', 'authentication', 'plugin'];

/** The settings of a third party's method, where its plugin is at hand. */
function pluginRemarks(object: unknown, methods: ThirdPartyMethods): readonly Remark[] {
  const name = valueAt(object, [...PLUGIN, 'name']);
  if (typeof name !== 'string') return [];
  const schema = methods.get(name);
  if (schema === undefined) {
    const message = `there is no plugin for the login method ${name} here, so its config was not checked`;
    return [{ path: [...PLUGIN, 'name'], message, severity: 'note' }];
  }
  const config = valueAt(object, [...PLUGIN, 'config']) ?? {};
  try {
    const { error: found } = schema.safeParse(config);
    return (found?.issues ?? []).map((issue) => ofIssue(issue, config, [...PLUGIN, 'config']));
  } catch {
    return [error([...PLUGIN, 'config'], `cannot be checked: the schema of the login method ${name} broke`)];
  }
}
