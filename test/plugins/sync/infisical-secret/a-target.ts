import type { DesiredTarget, ObservedTarget, OwnerReference } from '#kernel';
import { MANAGED_BY, MANAGED_LABEL } from '#kernel';
import { DATA_HASH } from '../../../../src/plugins/sync/infisical-secret/annotations.ts';
import { dataHash } from '../../../../src/plugins/sync/infisical-secret/fingerprint.ts';

/** uid of the resource that the targets of these builders are made for. */
export const OWNER_UID = 'uid-of-the-resource';

/** How that resource is named in the annotation of its targets. */
export const OWNER = 'InfisicalSecret/shop/db';

/** An owner reference to it. */
export const OWNER_REFERENCE: OwnerReference = {
  apiVersion: 'secrets.infisical.com/v1alpha1',
  kind: 'InfisicalSecret',
  name: 'db',
  uid: OWNER_UID,
  controller: true,
};

/** The Secret `shop/db-secrets` as the resource wants it; its data hash fits the data unless a test says otherwise. */
export function aDesiredTarget(over: Partial<DesiredTarget> = {}): DesiredTarget {
  const { data = { A: 'MQ==', B: 'Mg==' }, type = 'Opaque' } = over;
  return {
    namespace: 'shop',
    name: 'db-secrets',
    labels: { [MANAGED_LABEL]: 'true', team: 'payments' },
    annotations: { [MANAGED_BY]: OWNER, [DATA_HASH]: dataHash(data, type), note: 'as it is' },
    ownerReferences: [],
    ...over,
    data,
    type,
  };
}

/** What the metadata of an object shows after a server-side apply of `desired` alone. */
export function asApplied(desired: DesiredTarget, over: Partial<ObservedTarget> = {}): ObservedTarget {
  return {
    namespace: desired.namespace,
    name: desired.name,
    uid: 'uid-of-the-target',
    resourceVersion: '7',
    labels: desired.labels,
    annotations: desired.annotations,
    ownerReferences: desired.ownerReferences,
    deleting: false,
    applied: {
      dataKeys: Object.keys(desired.data).sort(),
      labels: Object.keys(desired.labels).sort(),
      annotations: Object.keys(desired.annotations).sort(),
    },
    foreignDataKeys: [],
    ...over,
  };
}

/** The record without one of its keys. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
