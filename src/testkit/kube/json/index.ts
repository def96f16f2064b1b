export { at, isObject, listOf, objectOf, parseJson, sameJson, setKey, stringOf, without } from './json.ts';
export type { Json, JsonObject } from './json.ts';
export { isKubeObject, keyOf, metadataFault, objectKey } from './kube-object.ts';
export type { KubeObject, ManagedFieldsEntry, ObjectMeta, OwnerReference } from './kube-object.ts';
