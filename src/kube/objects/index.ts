export { customResourceOf } from './custom-resource.ts';
export { FIELD_MANAGERS, MANAGED_LABEL } from './field-managers.ts';
export { objectName } from './object-meta.ts';
export { observedObjectOf, observedTargetOf, type ObservedObject } from './observed-target.ts';
export { isTokenOf, tokenOwnerOf } from './token-owner.ts';
