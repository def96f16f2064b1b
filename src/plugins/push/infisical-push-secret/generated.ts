import { hash } from 'node:crypto';
import { z } from 'zod';
import {
  CLUSTER_GENERATOR,
  formatKey,
  GENERATOR,
  MANAGED_BY,
  MANAGED_LABEL,
  managedByText,
  retryable,
  terminal,
  type Access,
  type ClusterObjects,
  type ExtensionRegistry,
  type ObjectKey,
  type ResourceIdentity,
  type TargetReference,
} from '#kernel';

/** One value that is made once and pushed ever after. */
export interface GeneratedSpec {
  /** In Infisical, and in the Secret that keeps it. */
  readonly key: string;
  readonly kind: string;
  /** Name of the ClusterGenerator. */
  readonly generator: string;
}

/** What generating takes besides the ways of the resource. */
export interface GeneratorServices {
  readonly extensions: ExtensionRegistry;
  readonly clusterObjects: ClusterObjects;
}

/** The values that are kept, and the version of the Secret that keeps them. */
export interface GeneratedValues {
  readonly values: ReadonlyMap<string, Uint8Array>;
  readonly version: string;
}

const LONGEST_NAME = 253;
const ENDING = '-generated';

/** The Secret that keeps the values of a resource: `<name>-generated`, beside it. */
export function keeperOf({ namespace, name }: ObjectKey): TargetReference {
  const full = `${name}${ENDING}`;
  const digest = `-${hash('sha256', name, 'hex').slice(0, 10)}`;
  const fits = full.length <= LONGEST_NAME;
  const kept = fits ? full : `${name.slice(0, LONGEST_NAME - ENDING.length - digest.length)}${digest}${ENDING}`;
  return { kind: 'Secret', namespace, name: kept, field: 'spec.push.generators' };
}

/**
 * The values, each made when there is none yet, and kept in a Secret before anybody learns of it: so none is made twice, whatever fails afterwards. To have
 * one made anew, take its key out of that Secret. Throws retryable `GeneratorNotFound`, terminal `GeneratorInvalid`, `PluginUnavailable`,
 * `TargetNotOwned`, and what reads and writes throw.
 */
export async function generatedValues(
  services: GeneratorServices,
  access: Access,
  identity: ResourceIdentity,
  wanted: readonly GeneratedSpec[],
  signal: AbortSignal,
): Promise<GeneratedValues> {
  if (wanted.length === 0) return { values: new Map(), version: '' };
  const reference = keeperOf(identity);
  const keeper = access.target(reference);
  const observed = await keeper.observe(signal);
  const own = managedByText(identity);
  if (observed !== undefined && observed.annotations[MANAGED_BY] !== own) throw notOurs(reference);
  const kept = observed === undefined ? undefined : await access.readSource(reference, signal);
  const values = new Map(kept?.data);
  const missing = wanted.filter(({ key }) => !values.has(key));
  if (missing.length === 0) return { values: picked(values, wanted), version: kept?.resourceVersion ?? '' };

  for (const spec of missing) values.set(spec.key, Buffer.from(await make(services, spec, signal), 'utf8'));
  const desired = {
    namespace: reference.namespace,
    name: reference.name,
    labels: { [MANAGED_LABEL]: 'true' },
    annotations: { [MANAGED_BY]: own },
    ownerReferences: [ownerOf(identity)],
    data: Object.fromEntries([...values].map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
    type: 'Opaque',
  };
  const mode =
    observed === undefined ? ({ kind: 'create' } as const) : ({ kind: 'update', removeDataKeys: [] } as const);
  const { resourceVersion: version } = await keeper.write(desired, mode, signal);
  return { values: picked(values, wanted), version };
}

function picked(
  values: ReadonlyMap<string, Uint8Array>,
  wanted: readonly GeneratedSpec[],
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    wanted.flatMap(({ key }): [string, Uint8Array][] => {
      const value = values.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

const Settings = z.object({ kind: z.string(), generator: z.record(z.string(), z.unknown()).optional() });

async function make(
  { extensions, clusterObjects }: GeneratorServices,
  { kind, generator }: GeneratedSpec,
  signal: AbortSignal,
): Promise<string> {
  const found = await clusterObjects.specOf(CLUSTER_GENERATOR, generator, signal);
  if (found === undefined) {
    throw retryable(
      'GeneratorNotFound',
      `There is no ClusterGenerator ${generator}, which spec.push.generators names.`,
    );
  }
  const settings = Settings.safeParse(found.spec);
  if (!settings.success || settings.data.kind !== kind) {
    throw terminal('GeneratorInvalid', `ClusterGenerator ${generator} is not of the kind ${kind}.`, {
      hint: 'Correct spec.push.generators[].generatorRef, or the kind of the ClusterGenerator.',
    });
  }
  const registered = extensions.find(GENERATOR, kind);
  if (registered === undefined) {
    throw terminal('PluginUnavailable', `Generators of the kind ${kind} are not part of this operator.`);
  }
  return registered.instance().make(settings.data.generator?.[registered.contribution.field]);
}

function notOurs({ namespace, name }: ObjectKey): Error {
  return terminal(
    'TargetNotOwned',
    `Secret ${formatKey({ namespace, name })} exists and does not keep generated values.`,
    {
      hint: 'Generated values are kept in a Secret of this name: rename or delete the one that is there.',
    },
  );
}

function ownerOf({ type, name, uid }: ResourceIdentity): {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: true;
} {
  return { apiVersion: `${type.group}/${type.version}`, kind: type.kind, name, uid, controller: true };
}
