import { hash } from 'node:crypto';
import type { AppliedFields, DesiredTarget, ObservedTarget, OwnerReference } from '#kernel';
import { DATA_HASH } from './annotations.ts';

type Values = Readonly<Record<string, string>>;

/** Hash of what a target carries, type included. The same data gives the same hash in every process and release. */
export function dataHash(data: Values, type: string | undefined, binaryData: Values = {}): string {
  const binary = Object.entries(binaryData).sort(byKey);
  const content = [type ?? '', ...Object.entries(data).sort(byKey), ...(binary.length === 0 ? [] : [binary])];
  return hash('sha256', JSON.stringify(content), 'hex').slice(0, 40);
}

/** Keys of all data that a target shall hold, sorted. */
export function dataKeysOf({ data, binaryData = {} }: Pick<DesiredTarget, 'data' | 'binaryData'>): string[] {
  return [...Object.keys(data), ...Object.keys(binaryData)].sort();
}

/** The part of a target that metadata shows, in one order. */
interface Visible {
  readonly dataKeys: readonly string[];
  readonly strayDataKeys: readonly string[];
  readonly labels: readonly (readonly [string, string | undefined])[];
  readonly annotations: readonly (readonly [string, string | undefined])[];
  readonly owner: boolean;
}

/**
 * What the metadata of a target will show once it was written. Equal to `fingerprintOfObserved` of an object exactly when nothing needs writing:
 * the values of data stand in it by the hash annotation and by who owns each key.
 */
export function fingerprintOfDesired(desired: DesiredTarget, ownerUid: string): string {
  return digest({
    dataKeys: dataKeysOf(desired),
    strayDataKeys: [],
    labels: Object.entries(desired.labels).sort(byKey),
    annotations: Object.entries(desired.annotations).sort(byKey),
    owner: isOwnedBy(desired.ownerReferences, ownerUid),
  });
}

/** What the metadata of a target shows. Fields of others do not count, except data keys: a Secret shall hold what the source holds and no more. */
export function fingerprintOfObserved(observed: ObservedTarget, ownerUid: string): string {
  const applied: AppliedFields = observed.applied ?? { dataKeys: [], labels: [], annotations: [] };
  const own = new Set(applied.dataKeys);
  return digest({
    dataKeys: [...applied.dataKeys].sort(),
    strayDataKeys: observed.foreignDataKeys.filter((key) => !own.has(key)).sort(),
    labels: [...applied.labels].sort().map((key) => [key, observed.labels[key]] as const),
    annotations: [...applied.annotations].sort().map((key) => [key, observed.annotations[key]] as const),
    owner: isOwnedBy(observed.ownerReferences, ownerUid),
  });
}

/** The data hash that an observed target carries; undefined when the annotation is gone. */
export function observedDataHash(observed: ObservedTarget): string | undefined {
  return observed.annotations[DATA_HASH];
}

function isOwnedBy(references: readonly OwnerReference[], uid: string): boolean {
  return references.some((reference) => reference.uid === uid);
}

function digest(visible: Visible): string {
  return hash('sha256', JSON.stringify(visible), 'base64').slice(0, 22);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
