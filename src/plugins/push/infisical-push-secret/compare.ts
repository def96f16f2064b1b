import {
  formatReference,
  templatedData,
  TemplateBudget,
  terminal,
  type Clock,
  type InfisicalSession,
  type PushSource,
  type SourceSecret,
  type Templates,
} from '#kernel';
import { FINALIZER } from './annotations.ts';
import { generatedValues, type GeneratorServices } from './generated.ts';
import type { Comparison } from './outcomes.ts';
import { ownership } from './ownership.ts';
import { placesOf } from './places.ts';
import { isUpToDate, planPush } from './plan.ts';
import { requestOf } from './request.ts';
import { checkCount, sortSource, unpushableError } from './source-values.ts';
import type { SourceSpec } from './spec-parse.ts';
import type { Work } from './work.ts';

/** What comparing takes besides the ways of the resource. */
export interface CompareServices extends GeneratorServices {
  readonly templates: Templates;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/**
 * Reads the source, lists the destination, and plans. Throws terminal `PushSourceNotFound`, `TemplateInvalid`, `DestinationNotFound`, and what the reads throw.
 */
export async function compare(
  services: CompareServices,
  work: Work,
  session: InfisicalSession,
  signal: AbortSignal,
): Promise<Comparison> {
  const { destination: scope, policies, createFolders } = work.spec();
  const { wanted, version } = await readSources(services, work, signal);
  checkCount(wanted);
  const { values, unpushable } = sortSource(wanted);
  const places = placesOf(work.recorded, { host: session.host, scope }, policies.deletes);
  const stored = await session.destination(scope).list(signal);
  if (stored === undefined && !createFolders) {
    throw terminal('DestinationNotFound', `Infisical has no folder ${scope.path} in ${scope.environment}.`, {
      hint: 'Check spec.destination, or set destination.createFolders: true.',
    });
  }
  const steps = planPush({
    wanted: values,
    unpushable: new Set(unpushable.keys()),
    stored: stored ?? [],
    policies,
    isOurs: ownership(work.identity, scope, places.current.managed),
  });
  const finalizer = finalizerStep(work, policies.deletes);
  const error = unpushableError(unpushable);
  return {
    places,
    steps,
    folderExists: stored !== undefined,
    finalizer,
    request: requestOf(steps, [work.identity.uid, version, work.object.metadata.generation]),
    error,
    upToDate: isUpToDate(steps) && finalizer === 'keep' && error === undefined,
  };
}

interface Sources {
  /** Bytes by key. */
  readonly wanted: ReadonlyMap<string, Uint8Array>;
  /** Equal versions have equal values, as long as the spec is the same. */
  readonly version: string;
}

async function readSources(services: CompareServices, work: Work, signal: AbortSignal): Promise<Sources> {
  const { source: spec, generated: wanted } = work.spec();
  const source = spec && (await readSource(work, spec, signal));
  const generated = await generatedValues(services, work.access, work.identity, wanted, signal);
  const read =
    spec === undefined || source === undefined ? new Map<string, Uint8Array>() : valuesOf(services, spec, source);
  return {
    wanted: new Map([...read, ...generated.values]),
    version: `${source?.resourceVersion ?? ''} ${generated.version}`,
  };
}

async function readSource({ access }: Work, spec: SourceSpec, signal: AbortSignal): Promise<PushSource> {
  const source = await access.readSource(spec, signal);
  if (source !== undefined) return source;
  throw terminal('PushSourceNotFound', `${formatReference(spec)}, which ${spec.field} names, does not exist.`, {
    hint: 'Create it, or correct the name. What is in Infisical stays as it is.',
  });
}

/** What is to be pushed. A template sees only the values that are text. */
function valuesOf(
  { templates, clock }: CompareServices,
  spec: SourceSpec,
  { data }: PushSource,
): ReadonlyMap<string, Uint8Array> {
  if (spec.template?.data === undefined) return data;
  const secrets = [...sortSource(data).values].map(([key, value]): SourceSecret => ({ key, value, path: '/' }));
  secrets.sort((a, b) => (a.key < b.key ? -1 : 1));
  const budget = new TemplateBudget(templates, clock);
  return templatedData(spec.template, data, (text) => budget.render(text, secrets), spec.field);
}

/** Only what may be deleted with the resource must hold it back. */
function finalizerStep({ object }: Work, isNeeded: boolean): Comparison['finalizer'] {
  if (isNeeded === object.metadata.finalizers.includes(FINALIZER)) return 'keep';
  return isNeeded ? 'add' : 'remove';
}
