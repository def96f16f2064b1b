export { inKeyOrder } from './client-side-apply.ts';
export { FieldSet } from './field-set.ts';
export { dropNulls } from './merge.ts';
export { ATOMIC_MAP, atomicList, keyedList, mapOf, SCALAR, setOf, struct, UNTYPED } from './merge-type.ts';
export type { ListType, MapType, MergeType } from './merge-type.ts';
export { OBJECT_META, objectType } from './object-meta-type.ts';
export type { Writer } from './ownership.ts';
export { trackApply, trackUpdate } from './tracker.ts';
export type { TrackedApply } from './tracker.ts';
