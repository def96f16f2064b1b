import { ATOMIC_MAP, keyedList, mapOf, SCALAR, setOf, struct, type MapType, type MergeType } from './merge-type.ts';

/** ObjectMeta, alike in every kind. */
export const OBJECT_META: MapType = struct({
  name: SCALAR,
  generateName: SCALAR,
  namespace: SCALAR,
  selfLink: SCALAR,
  uid: SCALAR,
  resourceVersion: SCALAR,
  generation: SCALAR,
  creationTimestamp: SCALAR,
  deletionTimestamp: SCALAR,
  deletionGracePeriodSeconds: SCALAR,
  labels: mapOf(SCALAR),
  annotations: mapOf(SCALAR),
  finalizers: setOf(),
  ownerReferences: keyedList(['uid'], ATOMIC_MAP),
  managedFields: SCALAR,
});

/** A kind with these fields beside apiVersion, kind and metadata. */
export const objectType = (fields: Readonly<Record<string, MergeType>>, element?: MergeType): MapType =>
  struct({ apiVersion: SCALAR, kind: SCALAR, metadata: OBJECT_META, ...fields }, element);
