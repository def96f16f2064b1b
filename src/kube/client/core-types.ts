import type { ReferenceKind, ResourceType } from '#kernel';

/** The core kinds that resources refer to. */
export const CORE_TYPES = {
  Secret: { group: '', version: 'v1', kind: 'Secret', plural: 'secrets' },
  ConfigMap: { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
  Namespace: { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' },
  ServiceAccount: { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts' },
} as const satisfies Record<ReferenceKind, ResourceType>;

/** Events of the core group, which `kubectl describe` of every version shows. */
export const EVENT_TYPE: ResourceType = { group: '', version: 'v1', kind: 'Event', plural: 'events' };

/** Leases for election. */
export const LEASE_TYPE: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
};

/** `v1` or `group/v1`, as `apiVersion` fields have it. */
export function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}
