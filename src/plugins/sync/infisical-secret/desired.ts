import { terminal, type DesiredTarget, type OperatorError, type ResourceIdentity, type SourceSecret } from '#kernel';
import { DATA_HASH, MANAGED_BY, MANAGED_LABEL, propagated } from './annotations.ts';
import { dataHash } from './fingerprint.ts';
import type { TargetSpec } from './spec-parse.ts';

/** Names that a key of a Secret or ConfigMap may have: those of a file, since keys become files in volumes. */
const DATA_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Most bytes of all values together that the API server takes. */
const MOST_BYTES = 1_048_576;

/** The resource that targets are made for. */
export interface Owner {
  readonly identity: ResourceIdentity;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a target shall be, and the secrets that it cannot hold. */
export interface Desired {
  readonly target: DesiredTarget;
  readonly invalidKeys: readonly string[];
}

/** `Kind/namespace/name`: how targets name the resource that writes them. */
export function managedByText({ type, namespace, name }: ResourceIdentity): string {
  return `${type.kind}/${namespace}/${name}`;
}

/**
 * The target that holds these secrets. Pure. Throws terminal `TargetInvalid` when they are too large together, and `PluginUnavailable` for a template of data.
 */
export function desiredTarget(
  spec: TargetSpec,
  owner: Owner,
  secrets: readonly SourceSecret[],
  encode: (value: string) => string,
): Desired {
  if (spec.template?.data !== undefined) throw noTemplates(spec);
  const entries: (readonly [string, string])[] = [];
  const invalidKeys: string[] = [];
  let bytes = 0;
  for (const { key, value } of secrets) {
    if (!DATA_KEY.test(key) || key === '.' || key.startsWith('..')) {
      invalidKeys.push(key);
      continue;
    }
    entries.push([key, encode(value)]);
    bytes += Buffer.byteLength(value);
  }
  if (bytes > MOST_BYTES) throw tooLarge(spec, bytes);
  // By entries, because an assignment to the key __proto__, which is a valid one, would be lost.
  const data = Object.fromEntries(entries);
  const type = spec.kind === 'Secret' ? (spec.type ?? 'Opaque') : undefined;
  const metadata = spec.template?.metadata;
  return {
    invalidKeys,
    target: {
      namespace: spec.namespace,
      name: spec.name,
      labels: { ...(metadata?.labels ?? propagated(owner.labels)), [MANAGED_LABEL]: 'true' },
      annotations: {
        ...(metadata?.annotations ?? propagated(owner.annotations)),
        [MANAGED_BY]: managedByText(owner.identity),
        [DATA_HASH]: dataHash(data, type),
      },
      ownerReferences: ownerReferences(spec, owner.identity),
      data,
      ...(type === undefined ? {} : { type }),
    },
  };
}

/** Kubernetes allows owners in the same namespace only; an owner reference to elsewhere would get the target deleted. */
function ownerReferences(
  spec: TargetSpec,
  { type, uid, name, namespace }: ResourceIdentity,
): DesiredTarget['ownerReferences'] {
  if (spec.creationPolicy !== 'Owner' || spec.namespace !== namespace) return [];
  return [{ apiVersion: `${type.group}/${type.version}`, kind: type.kind, name, uid, controller: true }];
}

function describe({ kind, namespace, name }: TargetSpec): string {
  return `${kind} ${namespace}/${name}`;
}

function tooLarge(spec: TargetSpec, bytes: number): OperatorError {
  return terminal(
    'TargetInvalid',
    `${describe(spec)} would hold ${bytes} bytes; Kubernetes takes ${MOST_BYTES} at most.`,
    {
      hint: 'Split the folder, or narrow secretsScope.',
    },
  );
}

function noTemplates(spec: TargetSpec): OperatorError {
  return terminal(
    'PluginUnavailable',
    `${describe(spec)} has a template of data, and this operator has no template engine.`,
    {
      hint: 'Remove template.data.',
    },
  );
}
