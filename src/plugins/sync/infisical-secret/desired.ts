import {
  isDataKey,
  MANAGED_BY,
  MANAGED_LABEL,
  managedByText,
  templatedData,
  terminal,
  type DesiredTarget,
  type EncodedValue,
  type OperatorError,
  type ResourceIdentity,
  type SourceSecret,
} from '#kernel';
import { DATA_HASH, propagated } from './annotations.ts';
import { dataHash } from './fingerprint.ts';
import { misfitOf, type Misfit } from './secret-types.ts';
import type { TargetSpec } from './spec-parse.ts';

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

/** How values become the data of a target. */
export interface Making {
  /** As the kind of target wants it. */
  encode(value: Uint8Array): EncodedValue;
  /** Throws terminal `TemplateInvalid`. */
  render(template: string, secrets: readonly SourceSecret[]): Uint8Array;
}

/**
 * The target that holds these secrets. Pure. Throws terminal `TargetInvalid` when they are too large together, are not what the type of the
 * Secret asks for, and `TemplateInvalid`.
 */
export function desiredTarget(
  spec: TargetSpec,
  owner: Owner,
  secrets: readonly SourceSecret[],
  making: Making,
): Desired {
  const plain = new Map(secrets.map(({ key, value }) => [key, Buffer.from(value, 'utf8')]));
  const values = templatedData(spec.template, plain, (text) => making.render(text, secrets), describe(spec));
  const entries: (readonly [string, EncodedValue])[] = [];
  const invalidKeys: string[] = [];
  let bytes = 0;
  for (const [key, value] of values) {
    if (!isDataKey(key)) {
      invalidKeys.push(key);
      continue;
    }
    entries.push([key, making.encode(value)]);
    bytes += value.byteLength;
  }
  if (bytes > MOST_BYTES) throw tooLarge(spec, bytes);
  const type = spec.kind === 'Secret' ? (spec.type ?? 'Opaque') : undefined;
  const misfit = type === undefined ? undefined : misfitOf(type, values);
  if (misfit !== undefined) throw notOfType(spec, misfit);
  const content = {
    data: fieldOf(entries, 'data'),
    ...(entries.some(([, { field }]) => field === 'binaryData') ? { binaryData: fieldOf(entries, 'binaryData') } : {}),
    ...(type === undefined ? {} : { type }),
  };
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
        [DATA_HASH]: dataHash(content.data, type, content.binaryData),
      },
      ownerReferences: ownerReferences(spec, owner.identity),
      ...content,
    },
  };
}

/** By entries, because an assignment to the key __proto__, which is a valid one, would be lost. */
function fieldOf(
  entries: readonly (readonly [string, EncodedValue])[],
  field: EncodedValue['field'],
): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.flatMap(([key, value]) => (value.field === field ? [[key, value.text]] : [])));
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

function notOfType(spec: TargetSpec, { problem, remedy }: Misfit): OperatorError {
  return terminal('TargetInvalid', `${describe(spec)} of type ${spec.type ?? 'Opaque'} ${problem}.`, { hint: remedy });
}
